// op/judge: what all operations that judge code share: settings into ScanOptions, paths and standard input, exit codes.
// SPDX-License-Identifier: MIT
#ifndef OP_JUDGE_H
#define OP_JUDGE_H
#include "op/op.h"
#include "scan/scan.h"

// Words, --files-from and standard input. With no path at all: the working folder.
typedef struct { struct { Str *v; Size n, cap; } paths; Overlay *over; Size nover; } JudgeInput;
MUST_USE Err judge_input(const OpCall *c, JudgeInput *in);
MUST_USE Err judge_options(const OpCall *c, ScanOptions *o);        // a rule that does not exist is ERR_CONFIG
Severity judge_fail_on(const Conf *c);
int judge_exit(const ScanResult *r, Severity fail_on);              // DESIGN.md's 0 1 3 130
Str rule_nearest(Str typed, Arena scratch);
#endif
