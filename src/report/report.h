// report: findings as text, JSON, SARIF and more: one file a format, one table. Runs no analysis.
// Text of the user's (code, paths, names) never reaches a reader as markup, escape sequence or
// command.
// SPDX-License-Identifier: MIT
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H
#include "rule/rule.h"

typedef struct { Str path; int line; Str engine, why; } ReportMissing;
typedef struct { Str name, version; } ReportEngine;

typedef struct { Str *v; Size n, cap; } ReportSaid;

// What is worked out once for all findings of a file, which may be as many as its lines: where the
// lines begin, and where an import that a fix needs would go.
typedef struct { Map lines, imports; Arena *keep; } ReportMemo;

// All that there is to say of one scan.
typedef struct {
    Str version;                                   // of suture
    Str root, cwd;                                 // the repository's root ("" outside of one) and
                                                   // the working folder, absolute
    const Finding *findings; Size n;
    const ReportMissing *missing; Size nmissing;   // by path
    const Str *notes; Size nnotes;
    const ReportEngine *engines; Size nengines;
    Size files, lines, bytes, hidden, reused;
    double seconds;
    bool stopped;
    int exit_code;
    Str (*source)(void *self, Str path); void *self;   // a file's text as parsed, "" when it can't
                                                       // be had
    ReportMemo *memo;                              // NULL: worked out anew for every finding
    bool color, rule_help, brief;
    Str known;                                     // JSON of what was known at a line; "" unless
                                                   // asked
    int columns;                                   // of the terminal that reads it; 0: none does
    ReportSaid *said;                              // what a format left out, for standard error
} Report;

typedef struct { Str name, help; void (*print)(const Report *r, Buf *out); } ReportFormat;
extern const ReportFormat all_formats[];
extern const Size all_formats_n;
const ReportFormat *report_format(Str name);

bool report_complete(const Report *r);
// "3 findings in 12 files; 1 not analysed: bad.py:3"
Str report_summary(const Report *r, Arena *keep);
// Text with what could forge a terminal's escapes or hide code (controls, bidi marks, bad UTF-8)
// made visible.
void report_clean(Buf *out, Str text);
// What a caller can do about a finding: apply_fix, review_fix, ask_model, needs_human.
Str report_next(const Finding *f);
Str rule_page(const Finding *f, Arena *keep);      // an address where more is said about it, or ""
// What was added to `out` since: broken at blanks, to a terminal's width (0: as it is). What does not fit goes on in
// the column `hang`, or with 0 a little further in than its line.
void report_fold(Buf *out, Size from, int columns, int hang);
#endif
