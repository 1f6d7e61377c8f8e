// fix: the driver of built-in repair, and the gates that judge any candidate text, whoever wrote
// it.
// Holds the state of a repair: each file's text as found, its best text so far, and what happened
// to each finding. Asks no model (agent/ does, through fix_try) and decides no fix (rules do).
// SPDX-License-Identifier: MIT
#ifndef FIX_FIX_H
#define FIX_FIX_H
#include "scan/scan.h"

// Cheap first. Each is passed, failed or not available, with its evidence in a sentence.
typedef enum {
    GATE_CHANGED,        // the text differs in more than blanks and comments
    GATE_PARSES,         // in every version that took the original
    GATE_INTERFACE,      // names, signatures, decorators, routes, bases, __all__
    GATE_WHOLE,          // not hollowed out: measured on the tree
    GATE_SUPPRESSION,    // no comment that hides a finding was added
    GATE_IMPORTS,        // new imports resolve or are declared, and names are bound
    GATE_GONE,           // fewer findings of the target's family in that function, in the audit
                         // profile
    GATE_NOTHING_NEW,    // no new finding of medium severity or above, but those that a worse one
                         // hid, which are next to be repaired; and no new power
    GATE_ANALYSIS,       // the engine did not give up where it did not before
    GATE_PEERS,          // other engines asked for: same two questions
    GATE_VERIFY,         // the user's own tests
    GATE_COUNT
} GateId;
typedef enum { GATE_NOT_RUN, GATE_PASSED, GATE_FAILED, GATE_NOT_AVAILABLE } GateState;
typedef struct { GateState state; Str evidence; } Gate;
// A finding that came to light with the change: `by`, which was worse and went, had hidden it.
typedef struct { const Finding *finding, *by; } Uncovered;
typedef struct {
    Gate gate[GATE_COUNT]; bool accepted; GateId refused_by;
    struct { Uncovered *v; Size n, cap; } uncovered;
    bool untested;                       // the tests that were to judge it fail without it too, or
                                         // can't be run
} Verdict;
Str gate_name(GateId g);                 // "parses"
Str gate_state_name(GateState s);        // "passed"

// One judgment: a text before and after, and what the engine said of each in the audit profile.
typedef struct {
    Str path, before, after;
    Str best;                            // the text that `had` is of
    Findings had, has;                   // of this file alone
    const Finding *const *targets; Size ntargets;    // those of `had` that the change is for
    bool all_must_go;                    // a rule's own fix: else some of the targets are enough, and
                                         // no new power may come
    bool analysed_before, analysed_after;
    Str why_not_analysed;
    uint16_t target;                     // the one Python that counts; 0: every one that took the
                                         // original
    // Somebody else in the project may pass `parameter` of `function` by its name; NULL: nobody else.
    bool (*named)(void *self, Str function, Str parameter); void *self;
    Str declares;                        // a list of dependencies that is changed with it, as it
                                         // will be
    bool has_peers; Str peer_missing;    // other engines were asked; why one of them did not judge
} GateCase;
// those that need no scan
void gates_text(const GateCase *c, Arena *keep, Arena scratch, Verdict *out);
// after gates_text
void gates_findings(const GateCase *c, Arena *keep, Arena scratch, Verdict *out);
void gates_close(Verdict *v);            // accepted: no gate failed

// BESIDE: went with another's change
typedef enum { HOW_OPEN, HOW_BUILT_IN, HOW_MODEL, HOW_BESIDE } FixHow;
// what: how, or why not; hid: the rule of the finding that had hidden it; empty: it was found at once
typedef struct { const Finding *finding; FixHow how; Str what, hid; Size step; } FixRow;

typedef struct FixFile {
    Str path;
    Str before, now;                     // text as found; best so far (the same view when nothing
                                         // was accepted)
    bool bom;                            // the file starts with a byte order mark, put back when
                                         // written
    Findings start, have;                // audit profile, at the start and of `now`
    struct { FixRow *v; Size n, cap; } rows;     // the findings that `scan` shows in the chosen
                                                 // profile
    Verdict verdict, refused;            // of `now`; of the last refused candidate
    bool was_refused;
    bool unproven;                       // the tool that found it was not run on the repair
    bool untested;                       // the tests that were asked for could not judge it
    Str closed;                          // why this file can't be changed ("is not UTF-8"); empty:
                                         // it can
    Str trouble;                         // what went wrong while writing
    bool written, analysed;
    bool plain;                          // no Python: a list of dependencies that a change declares
                                         // its own in
    int bound;                           // not 0: written with the files of the same number, or not
                                         // at all
    int rounds;
    void *more;                          // agent/'s own
} FixFile;

// What a person says of a fix that is shown to them before it is tried.
typedef enum { FIX_NO, FIX_YES, FIX_SKIP_FILE, FIX_QUIT } FixAnswer;
struct FixTry;

typedef struct {
    ScanOptions scan;                    // profile and limits say which findings are to be repaired
    const Str *paths; Size npaths;
    Str stdin_text; bool has_stdin;      // text for the path "-"
    const Overlay *over; Size nover;     // texts of paths that are judged as if they lay there
    Str verify; bool no_sandbox;         // a command that must succeed; empty: none
    bool fresh;                          // just generated: what its own operator gives (arguments,
                                         // environment, files) is no attacker's at low confidence
    bool accept_unproven;                // write what is unproven or untested too
    bool review;                         // apply fixes that hold a decision (TRUST_REVIEW) too
    bool alone;                          // nobody chose a profile: in one file alone, whose callers
                                         // nobody sees, what the audit profile would show is
                                         // repaired too where a built-in fix can
    bool rule_help;                      // say of each repair what was at stake and what to check
    void (*progress)(void *self, Str what, Size done, Size all); void *self;
    // NULL: no questions. Asked of one built-in fix at a time, with the text of each file that it
    // changes; may change these.
    FixAnswer (*ask)(void *self, const Finding *what, struct FixTry *tries, Size n);
    void *asked;
    Str only_in; const Finding *only;    // fix_alone's: of this file alone, and of it this finding
} FixOptions;

typedef struct {
    FixOptions opt; Session *session; struct Verify *verify; Arena *keep;
    FixFile *files; Size n;              // files with something to repair, sorted by path
    ScanResult first, last;              // before, and as proposed
    Size applied, refused, steps;        // built-in fixes; scans of tried texts
    Size finished, fresh;                // steps when last judged as a whole, when all files'
                                         // findings were looked up anew; plus one
    bool stopped;
    int bonds; Size joined;
    Str model_json;                      // what the model came to (agent/'s), for fix_json; empty:
                                         // none was asked
} FixJob;

MUST_USE Err fix_open(const FixOptions *opt, Arena *keep, FixJob *job);   // reads and scans
void fix_close(FixJob *job);
void fix_builtin(FixJob *job);           // safe fixes first; each step gated, never worse;
                                         // idempotent

// What a file would become, with its byte order mark.
typedef struct { Str path, before, now; } FixText;
typedef struct { FixText *v; Size n, cap; } FixTexts;
// One finding of the first scan repaired by itself, behind the gates, from the texts as they were found;
// `what` NULL: all of `path` that safe fixes repair and that change no other file. Nothing: no fix
// got through. The job is as it was before.
FixTexts fix_alone(FixJob *job, Str path, const Finding *what);

// Candidate texts for several files, one each, judged by one scan. An accepted one becomes `now`.
typedef struct FixTry {
    FixFile *file;
    Str text;
    const Finding *const *targets;
    Size ntargets;
    Verdict verdict;
    FixHow how;
    Str what;
    Size step;
    int group;                           // not 0: taken with the others of this number, or none is
} FixTry;
enum { FIX_MOST_JOINED = 64 };
// A scanned file that a change of several files touches beside those with findings. NULL: not of
// this job, or not to be rewritten.
FixFile *fix_join(FixJob *job, Str path);
void fix_try(FixJob *job, FixTry *tries, Size n);

void fix_finish(FixJob *job);            // the proposed state judged as a whole; rows get their
                                         // last word; may be repeated
void fix_write(FixJob *job);             // atomically, only what is still as it was read; trouble
                                         // is per file
// Changes of several files in this working folder that were cut short while being written (by a
// crash): put back, or with `look` only told of. A sentence for each; says nothing when all is well.
void fix_recover(bool look, Arena *keep, void (*say)(void *self, Str what), void *self);
Size fix_open_rows(const FixFile *f);
bool fix_wants(const FixJob *job, const Finding *f);     // it is to be repaired: shown in the
                                                         // chosen profile
int  fix_exit(const FixJob *job, Severity fail_on);      // DESIGN.md's 0 1 3 130, for the state
                                                         // left
Str  fix_diff(const FixJob *job, Arena *keep, Arena scratch);            // for stdout, alone
Str  fix_base(const FixJob *job, Arena *keep);           // the folder that it is applied in
Str  fix_share(const FixJob *job, Arena *keep);                // "3 of 9 repaired"
Str  fix_table(const FixJob *job, bool colour, Arena *keep, Arena scratch);    // for stderr
// doc/schema/fix.json
Str  fix_json(const FixJob *job, Arena *keep, Arena scratch);
#endif
