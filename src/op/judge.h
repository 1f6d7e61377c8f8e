// op/judge: what all operations that judge code share: settings into ScanOptions, paths and
// standard input, exit codes.
// SPDX-License-Identifier: MIT
#ifndef OP_JUDGE_H
#define OP_JUDGE_H
#include "op/op.h"
#include "scan/scan.h"

// Words, --files-from and standard input. With no path at all: the working folder.
typedef struct { struct { Str *v; Size n, cap; } paths; Overlay *over; Size nover; } JudgeInput;
MUST_USE Err judge_input(const OpCall *c, JudgeInput *in);
// a rule that does not exist is ERR_CONFIG
MUST_USE Err judge_options(const OpCall *c, ScanOptions *o);
Severity judge_fail_on(const Conf *c);
int judge_exit(const ScanResult *r, Severity fail_on);              // DESIGN.md's 0 1 3 130
Str rule_text(const Rule *r, int columns, Arena *keep);              // all about a rule, for people
int op_no_rule(const OpCall *c, Str id); // says so, with the nearest; EXIT_USAGE
// By its own name, or by one that it alone goes by: "B608" of another tool. NULL: none, or several.
const Rule *rule_called(Str word);
// A report of one scan in every --format that was asked for; the exit code, changed when a file
// can't be written.
MUST_USE Err judge_formats(const OpCall *c);                        // of --format; before any work
int judge_report(const OpCall *c, const ScanResult *s, const JudgeInput *in, int code);
// One scan of what was given: changes only and the baseline as asked.
MUST_USE Err scan_with(const OpCall *c, Session *s, JudgeInput *in, ScanResult *result);
MUST_USE Err judge_rule_words(const OpCall *c, const char *option);
int suppress_files(const OpCall *c);                                       // fix --suppress
// The text with our comment at the statements of these findings, which need but a line and a rule.
Str suppress_text(Str text, const Finding *f, Size n, Str reason, Arena *keep, Size *places);
int watch_scan(const OpCall *c, const ScanOptions *o, JudgeInput *in);     // --watch
Str rule_nearest(Str typed, Arena scratch);
#endif
