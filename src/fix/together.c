// fix/together: a change of several files: judged as one, taken as one, or not at all.
// SPDX-License-Identifier: MIT
#include "fix/job.h"

FixFile *file_at(const FixJob *job, Str path)
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

static FixFile *open_one_more(FixJob *job, FixFile as)
{
    if (job->joined >= FIX_MOST_JOINED) return NULL;
    FixFile *f = &job->files[job->n];
    *f = as;
    file_open(job, f);
    if (f->closed.len) return NULL;
    job->n++;
    job->joined++;
    return f;
}

FixFile *fix_join(FixJob *job, Str path)
{
    FixFile *f = file_at(job, path);
    if (f) return f->closed.len ? NULL : f;
    if (!was_scanned(job, path)) return NULL;
    return open_one_more(job, (FixFile){.path = path, .analysed = true});
}

FixFile *join_plain(FixJob *job, Str path)
{
    FixFile *f = file_at(job, path);
    if (f) return f->plain && !f->closed.len ? f : NULL;
    return open_one_more(job, (FixFile){.path = path, .analysed = true, .plain = true});
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
