// fix/together: a change of several files: judged as one, taken as one, written as one, or not at all.
// SPDX-License-Identifier: MIT
#include "fix/job.h"
#include "base/os.h"
#include <pthread.h>

static FixFile *file_at(const FixJob *job, Str path)
{
    for (Size i = 0; i < job->n; i++)
        if (str_eq(job->files[i].path, path)) return &job->files[i];
    return NULL;
}

static bool was_scanned(const FixJob *job, Str path)
{
    for (Size i = 0; i < job->first.files.n; i++)
        if (str_eq(job->first.files.v[i], path)) return true;
    return false;
}

FixFile *fix_join(FixJob *job, Str path)
{
    FixFile *f = file_at(job, path);
    if (f) return f->closed.len ? NULL : f;
    if (!was_scanned(job, path) || job->joined >= FIX_MOST_JOINED) return NULL;
    f = &job->files[job->n];
    *f = (FixFile){.path = path, .analysed = true};
    file_open(job, f);
    if (f->closed.len) return NULL;
    job->n++;
    job->joined++;
    return f;
}

// ---- one judgment

static void add_path(Paths *out, Str path, Arena *keep)
{
    for (Size i = 0; i < out->n; i++)
        if (str_eq(out->v[i], path)) return;
    *push(keep, out) = path;
}

void judged_files(const FixTry *tries, Size n, const FixTry *t, Arena *keep, Paths *out)
{
    *out = (Paths){0};
    add_path(out, t->file->path, keep);
    for (Size i = 0; i < n && t->group; i++)
        if (tries[i].group == t->group) add_path(out, tries[i].file->path, keep);
    for (Size i = 0; i < t->ntargets; i++) add_path(out, t->targets[i]->path, keep);
}

static void add_findings(Findings *out, Findings more, Arena *keep)
{
    for (Size i = 0; i < more.n; i++) *push(keep, out) = more.v[i];
}

// What the files of a judgment had, and what they have in a scan (NULL: what they had).
Findings judged_findings(const FixJob *job, const Paths *paths, const ScanResult *r)
{
    Findings all = {0};
    for (Size i = 0; i < paths->n; i++) {
        const FixFile *f = file_at(job, paths->v[i]);
        if (!r && !f) continue;
        Findings own = r ? findings_of(r, paths->v[i]) : f->have;
        if (paths->n == 1) return own;
        add_findings(&all, own, job->keep);
    }
    return all;
}

void together_refuse(FixTry *tries, Size n, Arena *keep)
{
    for (Size i = 0; i < n; i++) {
        const FixTry *bad = &tries[i];
        GateId g = bad->verdict.refused_by;
        if (!bad->group || bad->verdict.accepted) continue;
        for (Size k = 0; k < n; k++) {
            FixTry *t = &tries[k];
            if (t->group != bad->group || !t->verdict.accepted) continue;
            t->verdict.gate[g] = (Gate){
                GATE_FAILED, str_fmt(keep, "%.*s, which changes together with it: %.*s",
                                     STR_ARG(bad->file->path),
                                     STR_ARG(bad->verdict.gate[g].evidence))};
            gates_close(&t->verdict);
        }
    }
}

void together_settle(FixJob *job, const FixTry *t, const ScanResult *r, const Paths *paths)
{
    for (Size i = 0; i < paths->n; i++) {
        FixFile *f = file_at(job, paths->v[i]);
        if (!f || f == t->file) continue;
        if (!t->verdict.accepted) {
            rows_refused(f, t, job->keep);
            continue;
        }
        Findings had = f->have;
        f->have = findings_of(r, f->path);
        rows_close(f, &had, t);
    }
}

void together_bind(FixJob *job, const FixTry *tries, Size n)
{
    for (Size i = 0; i < n; i++)
        for (Size k = i + 1; k < n && tries[i].group && tries[i].verdict.accepted; k++) {
            FixFile *a = tries[i].file, *b = tries[k].file;
            if (tries[k].group != tries[i].group || a == b) continue;
            int one = a->bound ? a->bound : ++job->bonds, other = b->bound ? b->bound : one;
            for (Size f = 0; f < job->n; f++)
                if (job->files[f].bound == other) job->files[f].bound = one;
            a->bound = b->bound = one;
        }
}

// ---- writing

static bool is_to_write(const FixFile *f)
{
    return is_changed(f) && !str_eq(f->path, S("-")) && !f->written && !f->trouble.len;
}

static Str with_mark(const FixFile *f, Str text, Arena *keep)
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
    if (why.len) f->trouble = why;
    else if (!str_eq(now, with_mark(f, f->before, keep)))
        f->trouble = S("it was changed by someone else meanwhile: not written");
}

static bool put(FixFile *f, Arena *keep)
{
    Err err = os_write_atomic(f->path, with_mark(f, f->now, keep), keep);
    if (err.kind) f->trouble = err.what;
    f->written = !err.kind;
    return f->written;
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

typedef struct { FixFile **v; Size n, cap; } Bound;

static void all_or_none(const FixJob *job, const Bound *b, Arena *keep)
{
    const FixFile *bad = NULL;
    for (Size i = 0; i < b->n; i++) check_write(job, b->v[i], keep);
    for (Size i = 0; i < b->n && !bad; i++)
        if (b->v[i]->trouble.len) bad = b->v[i];
    for (Size i = 0; i < b->n && !bad; i++)
        if (!put(b->v[i], keep)) bad = b->v[i];
    for (Size i = 0; i < b->n && bad; i++)
        if (b->v[i]->written) put_back(b->v[i], keep);
    for (Size i = 0; i < b->n && bad; i++)
        if (!b->v[i]->trouble.len)
            b->v[i]->trouble = str_fmt(keep, "not written, since it belongs to %.*s: %.*s",
                                       STR_ARG(bad->path), STR_ARG(bad->trouble));
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
