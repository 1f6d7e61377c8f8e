// fix/job: what the driver's files share: a repair's state and its scans.
// SPDX-License-Identifier: MIT
#ifndef FIX_JOB_H
#define FIX_JOB_H
#include "fix/fix.h"

bool job_wants(const FixOptions *o, const Finding *f);        // shown in the chosen profile
// Nothing but the environment gives what reaches it: where outside data reached the same place, and
// does no more, that was repaired.
bool is_environments(const Finding *f);
bool is_changed(const FixFile *f);
Findings findings_of(const ScanResult *r, Str path);
const NotAnalysed *missing_of(const ScanResult *r, Str path); // our engine's; NULL: it was analysed
Str  read_again(const FixJob *job, const FixFile *f, Arena *keep, Str *why);
// All that was asked for, with some texts replaced: what is as the last scan saw it costs little.
MUST_USE Err job_scan(FixJob *job, const Overlay *over, Size n, ScanResult *out);
void rows_close(FixFile *f, const Findings *had, const FixTry *t);
void rows_gone(FixFile *f);                              // with a change of another file
void rows_uncover(const FixJob *job, FixFile *f, const FixTry *t);       // what it brought to light is wanted, too
void file_open(const FixJob *job, FixFile *f);    // its bytes, its findings, what is wanted of it

FixFile *file_at(const FixJob *job, Str path);    // NULL: not of this job
FixFile *join_plain(FixJob *job, Str path);       // a file that is no Python; NULL: it can't be read
// The state proposed so far, with the texts that are tried in their place; plain files as well.
Size overlays(const FixJob *job, const FixTry *tries, Size n, bool plain, Overlay *out);

// ---- spread.c: built-in fixes whose change lies in several files, and each one's tries
bool is_spread(const Change *c);
typedef enum { SPREAD_READY, SPREAD_STALE, SPREAD_NOT } Spread;
// READY: `out` has n tries, one a file. STALE: a file is not as it was when the fix was made.
Spread spread_plan(FixJob *job, FixFile *own, const Finding *what, int group, FixTry *out, Size *n,
                   Arena scratch);
void spread_refresh(FixJob *job);        // all files' findings, of the state proposed so far

// ---- write.c, unfinished.c
Str with_mark(const FixFile *f, Str text, Arena *keep);          // with its byte order mark
// A record of files that are replaced together, beside the runs; NULL: none can be kept.
typedef struct Unfinished Unfinished;
Unfinished *unfinished_begin(FixFile *const *files, Size n, Arena *keep);
void unfinished_end(Unfinished *u, Arena scratch);               // all are replaced, or put back

// ---- declare.c: lists of dependencies
bool declares(Str list, Str module);     // by the distribution that it comes in
// The nearest list above `near`, with one more distribution in it. False: there is none, or none
// that can be added to; empty text: it is declared.
bool declare_in_list(Str near, Str distribution, Arena *keep, Str *path, Str *text);

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
