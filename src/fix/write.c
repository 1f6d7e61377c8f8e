// fix/write: what is proposed, to the disk: files that belong together all or none, each as a whole.
// SPDX-License-Identifier: MIT
#include "fix/job.h"
#include "base/os.h"
#include <pthread.h>

static bool is_to_write(const FixFile *f)
{
    return is_changed(f) && !str_eq(f->path, S("-")) && !f->written && !f->trouble.len;
}

Str with_mark(const FixFile *f, Str text, Arena *keep)
{
    return f->bom ? str_fmt(keep, "\xef\xbb\xbf%.*s", STR_ARG(text)) : text;
}

// Whether it may be written; what lies there must be what was judged.
static void check_write(const FixJob *job, FixFile *f, Arena *keep)
{
    Str why = {0}, now = read_again(job, f, keep, &why);
    if (f->unproven && !job->opt.accept_unproven) {
        f->trouble =
            S("unproven: the tool that found it was not run on the repair (--sarif-cmd runs "
              "it, --accept-unproven writes it all the same)");
        return;
    }
    if (f->untested && !job->opt.accept_unproven) {
        f->trouble =
            S("not written: the tests that were to judge it fail without it too, or can't be run "
              "(--accept-unproven writes it all the same)");
        return;
    }
    if (why.len) f->trouble = why;
    else if (!str_eq(now, with_mark(f, f->before, keep)))
        f->trouble = S("it was changed by someone else meanwhile: not written");
}

typedef struct { FixFile **v; Size n, cap; } Bound;

static const FixFile *first_bad(const Bound *b)
{
    for (Size i = 0; i < b->n; i++)
        if (b->v[i]->trouble.len) return b->v[i];
    return NULL;
}

// All new texts lie on the disk before the first file is replaced.
static void prepare_all(const Bound *b, OsWrite *w, Arena *keep)
{
    for (Size i = 0; i < b->n && !first_bad(b); i++) {
        FixFile *f = b->v[i];
        w[i] = (OsWrite){.path = f->path, .bytes = with_mark(f, f->now, keep)};
        Err err = os_write_prepare(&w[i], keep);
        if (err.kind) f->trouble = err.what;
        if (!err.kind) continue;
        for (Size k = 0; k < i; k++) os_write_drop(&w[k]);
    }
}

static void commit_all(const Bound *b, OsWrite *w, Arena *keep)
{
    for (Size i = 0; i < b->n; i++) {
        FixFile *f = b->v[i];
        if (first_bad(b)) {
            os_write_drop(&w[i]);
            continue;
        }
        Err err = os_write_commit(&w[i], keep);
        if (err.kind) f->trouble = err.what;
        f->written = !err.kind;
    }
}

static void put_back(FixFile *f, Arena *keep)
{
    Err err = os_write_atomic(f->path, with_mark(f, f->before, keep), keep);
    f->written = err.kind != 0;
    f->trouble = err.kind ? str_fmt(keep,
                                    "it is changed without the files that belong to it, and could "
                                    "not be put back: %.*s",
                                    STR_ARG(err.what))
                          : (Str){0};
}

static void note_all(const Bound *b, const FixFile *bad, Arena *keep)
{
    Str why = bad->trouble;
    for (Size i = 0; i < b->n; i++)
        if (!b->v[i]->trouble.len)
            b->v[i]->trouble = str_fmt(keep, "not written, since it belongs to %.*s: %.*s",
                                       STR_ARG(bad->path), STR_ARG(why));
}

// What each file was and will be is kept beside, so that a set that was cut short is put back by
// the next run (unfinished.c).
static void all_or_none(const FixJob *job, const Bound *b, Arena *keep)
{
    OsWrite *w = new(keep, OsWrite, b->n);
    Unfinished *u = NULL;
    for (Size i = 0; i < b->n; i++) check_write(job, b->v[i], keep);
    prepare_all(b, w, keep);
    if (!first_bad(b)) {
        if (b->n > 1) u = unfinished_begin(b->v, b->n, keep);
        commit_all(b, w, keep);
    }
    const FixFile *bad = first_bad(b);
    for (Size i = 0; i < b->n && bad; i++)
        if (b->v[i]->written) put_back(b->v[i], keep);
    unfinished_end(u, *keep);
    if (bad) note_all(b, bad, keep);
}

// Each file is on the disk before its name changes; waiting for the disk is done by several at once.
enum { WRITERS = 16, WRITER_POOL = 1 << 28 };
typedef struct {
    FixJob *job;
    struct { Bound *v; Size n, cap; } sets;
    Pool pools[WRITERS];
    pthread_mutex_t lock;
} Writing;

static void write_set(void *self, Size i, int thread)
{
    Writing *w = self;
    Bound *b = &w->sets.v[i];
    Pool *own = &w->pools[thread];
    if (!own->block && !pool_open(own, WRITER_POOL)) {
        for (Size k = 0; k < b->n; k++) b->v[k]->trouble = S("no memory to write it");
        return;
    }
    all_or_none(w->job, b, &own->arena);
    pthread_mutex_lock(&w->lock);
    for (Size k = 0; k < b->n; k++)
        b->v[k]->trouble = str_keep(w->job->keep, b->v[k]->trouble);
    pthread_mutex_unlock(&w->lock);
    pool_reset(own);
}

static void find_sets(Writing *w)
{
    FixJob *job = w->job;
    for (Size i = 0; i < job->n; i++) {
        FixFile *f = &job->files[i];
        bool first = true;
        for (Size k = 0; k < i && f->bound; k++)
            first = first && !(job->files[k].bound == f->bound && is_to_write(&job->files[k]));
        if (!is_to_write(f) || !first) continue;
        Bound *b = push(job->keep, &w->sets);
        *b = (Bound){0};
        for (Size k = i; k < job->n; k++) {
            FixFile *other = &job->files[k];
            bool belongs = other == f || (f->bound && other->bound == f->bound);
            if (belongs && is_to_write(other)) *push(job->keep, b) = other;
            if (!f->bound) break;
        }
    }
}

void fix_write(FixJob *job)
{
    Writing *w = new (job->keep, Writing, 1);
    w->job = job;
    pthread_mutex_init(&w->lock, NULL);
    find_sets(w);
    os_parallel(WRITERS, w->sets.n, write_set, w);
    for (int i = 0; i < WRITERS; i++) pool_close(&w->pools[i]);
    pthread_mutex_destroy(&w->lock);
}
