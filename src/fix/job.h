// fix/job: what the driver's files share: a repair's state and its scans.
// SPDX-License-Identifier: MIT
#ifndef FIX_JOB_H
#define FIX_JOB_H
#include "fix/fix.h"

bool job_wants(const FixOptions *o, const Finding *f);        // shown in the chosen profile
bool is_changed(const FixFile *f);
Findings findings_of(const ScanResult *r, Str path);
const NotAnalysed *missing_of(const ScanResult *r, Str path); // our engine's; NULL: it was analysed
Str  read_again(const FixJob *job, const FixFile *f, Arena *keep, Str *why);
// With some texts replaced: the whole of what was asked for, or the scope that steps are judged in.
MUST_USE Err job_scan(FixJob *job, bool whole, const Overlay *over, Size n, ScanResult *out);
void rows_close(FixFile *f, const Findings *had, const FixTry *t);
void file_open(const FixJob *job, FixFile *f);    // its bytes, its findings, what is wanted of it

// ---- together.c: what several files come to
typedef struct { Str *v; Size n, cap; } Paths;
// The files that one try is judged in: its own, those of its group, those of its targets.
void judged_files(const FixTry *tries, Size n, const FixTry *t, Arena *keep, Paths *out);
Findings judged_findings(const FixJob *job, const Paths *paths, const ScanResult *r);
void together_refuse(FixTry *tries, Size n, Arena *keep);     // one of a group refused: all are
void together_settle(FixJob *job, const FixTry *t, const ScanResult *r, const Paths *paths);
void together_bind(FixJob *job, const FixTry *tries, Size n); // accepted: written as one
void rows_refused(FixFile *f, const FixTry *t, Arena *keep);
#endif
