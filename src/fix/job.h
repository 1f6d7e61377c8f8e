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
void rows_refused(FixFile *f, const FixTry *t, Arena *keep);
#endif
