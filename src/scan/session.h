// scan/session: what the parts of one scan share: the session, and the run that is under way. Only for
// session.c, look.c, judge.c and reuse.c.
// SPDX-License-Identifier: MIT
#ifndef SCAN_SESSION_H
#define SCAN_SESSION_H
#include "scan/beside.h"
#include "scan/cache.h"
#include <stdatomic.h>

#define POOL_MOST ((Size)64 << 30)
#define SCRATCH_MOST ((Size)8 << 30)
enum { THREADS_MOST = 64, JUDGING_BLOCK = 1 << 20 };

struct Session {
    ScanOptions opt;
    Models *models;
    Pool project;                          // the engine's, reset by each scan
    Pool scratch[THREADS_MOST];            // of each thread, one file's
    Pool looked[THREADS_MOST];             // the same: what rules make of it on the way
    const RuleWords *words;                // what rules make of words
    Pool beside;                           // templates that were read
    int64_t began;                         // the scan that runs, unix seconds
    bool alone;                            // it was given one file
    Hash settings;                         // of what decides a result beside paths and files
    Cache cache;
};

// A thread that judges files takes room from the result's arena block by block.
typedef struct { Arena keep; jmp_buf full; Size block; } Judging;

// One file, judged. later: its text is wanted and was not kept; meant is that text's hash.
typedef struct { const ScanResult *out; Hash meant; bool later; } Judged;

typedef struct {
    Session *s;
    const Sources *sources;
    ScanResult *out;                       // of all files; of one while a thread judges it
    Arena *keep;
    Pool *scratch;
    Judging *judging;                      // of each thread
    Judged *judged;                        // of each file
    pthread_mutex_t *lock;                 // for `keep`
    atomic_size_t *done, *met;             // files judged, findings in them
    atomic_size_t *held;                   // bytes of texts that are kept
    Str *found;                            // of each file, for the cache
    Beside beside;
    int64_t began;
    atomic_bool torn;                      // a file's bytes are no longer those that were looked at
} Running;

// ---- look.c: a first look at each file's bytes
Err  source_text(const Session *s, const Source *src, Arena *keep, Str *text);
void look_at_all(Session *s, Discovery *d);

// ---- judge.c: what rules make of a file; its text, when something is shown
Err  read_module(void *running, Size i, Arena *keep, Str *text);
FlowTemplate find_template(void *running, Size i, Str name, Str folder);
bool judge_file(void *running, const FlowFile *f, int thread);
void add_file(void *running, Size i);
bool keep_shown(Running *r, Size from, Str path);                // true: some of them are shown
void note_done(Running *r, Size done, Size found);
void read_later(Running *r);                                     // texts that were not kept
bool text_again(Running *r, const Source *src, const Hash *meant, Str *text);

// ---- reuse.c: what an earlier scan found, and what the next may use
void reuse_file(void *running, Size i);
// What of an earlier scan still holds by its bytes alone. True: everything.
bool reuse_all(Session *s, Running *r, FlowFiles ids, FlowKept *kept);
bool may_go_unread(const Running *r, const Sources *all);
void leave(Session *s, Running *r, const Sources *all, FlowFiles ids, Str flow);
#endif
