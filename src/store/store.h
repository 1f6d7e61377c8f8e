// store: runs, files, rounds, candidates, verdicts, gates and model exchanges as rows in SQLite.
// $XDG_STATE_HOME/suture/runs.db, mode 0600, WAL, one connection a process behind a lock. Never
// holds a key: what it is given is already masked. It knows no model and no Python.
// SPDX-License-Identifier: MIT
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "rule/rule.h"

typedef struct Store Store;
// folder empty: $XDG_STATE_HOME/suture, else ~/.local/state/suture. ERR_IO with a sentence when it
// can't be written (read-only, full, not ours): scanning goes on without, what costs money refuses
// to start.
Store *store_open(Str folder, bool read_only, Arena *keep, Err *err);
void store_close(Store *s);

// command: the arguments, as given
typedef struct { Str operation, command, version, model; } StoreRun;
MUST_USE Err store_run_begin(Store *s, const StoreRun *run, int64_t *id);
MUST_USE Err store_run_end(Store *s, int64_t run, Str outcome, int exit_code);

// hash kept, not text
MUST_USE Err store_file_begin(Store *s, int64_t run, Str path, Str before, int64_t *id);
MUST_USE Err store_file_end(Store *s, int64_t file, Str outcome, Str after, int rounds);
// candidate 0: as found
MUST_USE Err store_verdicts(Store *s, int64_t file, int64_t candidate, const Findings *f);

typedef struct {
    int64_t file, exchange;
    int round, index;
    Str origin, function, text;
    bool accepted;
    Str why;
} StoreCandidate; // text: as answered, secrets masked
typedef struct { Str name, state, evidence; } StoreGate;
MUST_USE Err store_candidate(Store *s, const StoreCandidate *c, const StoreGate *gates, Size ngates,
                             int64_t *id);

// What is written between the two is one transaction; the caller alone uses the store meanwhile.
MUST_USE Err store_together(Store *s);
MUST_USE Err store_done(Store *s);
MUST_USE Err store_round(Store *s, int64_t run, int number, Size asked, Size accepted, Size left);

// A question to a model. planned -> sent -> answered | failed. A row that is sent but unanswered
// when its process is gone is `unknown`: charged at what was reserved.
typedef struct {
    int64_t run, file; Str model, key, system, prompt, settings; int sample;
    int64_t reserved_tokens; double reserved_cost;
    bool any_outcome;                    // store_recall: refusals and answers cut short too
} StoreQuestion;
typedef struct {
    Str outcome, text, what, served_by;
    int64_t tokens_in, tokens_out;
    double cost, seconds;
    int tries;
} StoreAnswer;
MUST_USE Err store_plan(Store *s, const StoreQuestion *q, int64_t *id);
MUST_USE Err store_sent(Store *s, int64_t exchange);
MUST_USE Err store_answered(Store *s, int64_t exchange, const StoreAnswer *a);
MUST_USE Err store_failed(Store *s, int64_t exchange, Str outcome, Str why);   // "failed", "limit"
// An earlier whole answer to the same key and the same words. False: none.
bool store_recall(Store *s, const StoreQuestion *q, Arena *keep, StoreAnswer *out,
                  int64_t *exchange);
// What all runs of this store have really sent and used.
void store_spent(Store *s, int64_t *calls, int64_t *tokens, double *cost);
Size store_unknown(Store *s, const StoreQuestion *q);    // times this was sent and never answered

typedef struct {
    int64_t id, started, ended; Str operation, command, model, outcome; int exit_code;
    Size files, exchanges, accepted; int64_t tokens_in, tokens_out; double cost; Size unknown;
} StoreRunRow;
typedef struct { StoreRunRow *v; Size n, cap; } StoreRuns;
MUST_USE Err store_runs(Store *s, Size most, Arena *keep, StoreRuns *out);    // newest first
MUST_USE Err store_show(Store *s, int64_t run, Arena *keep, Str *text);       // for people
// The journal: one JSON object a line: run, file, verdict, candidate, exchange. `replay:` reads it.
// Times, ids and costs sit in one object, "volatile", on each line. run 0: the newest.
MUST_USE Err store_export(Store *s, int64_t run, Arena *keep, Str *jsonl);
#endif
