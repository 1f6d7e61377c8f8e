// fix/alone: one fix by itself, or the safe ones of one file, for somebody who picks among them:
// tried from the texts as they were found, after which the job is as if nothing had been tried.
// SPDX-License-Identifier: MIT
#include "fix/job.h"

static FixRow *rows_copy(const FixFile *f, Arena *keep)
{
    FixRow *v = new(keep, FixRow, f->rows.n);
    for (Size i = 0; i < f->rows.n; i++) v[i] = f->rows.v[i];
    return v;
}

// Rows are changed where they lie, so what is put back has its own.
static FixFile *files_copy(const FixJob *job)
{
    FixFile *v = new(job->keep, FixFile, job->n);
    for (Size i = 0; i < job->n; i++) {
        v[i] = job->files[i];
        v[i].rows.v = rows_copy(&v[i], job->keep);
        v[i].rows.cap = v[i].rows.n;
    }
    return v;
}

static void put_back(FixJob *job, const FixJob *was, const FixFile *files)
{
    Size steps = job->steps;
    bool stopped = job->stopped;
    *job = *was;
    job->steps = steps; // what is remembered by their number is of another state
    job->stopped = stopped;
    for (Size i = 0; i < was->n; i++) job->files[i] = files[i];
}

FixTexts fix_alone(FixJob *job, Str path, const Finding *what)
{
    FixTexts out = {0};
    const FixJob was = *job;
    const FixFile *files = files_copy(job);
    job->opt.only_in = path;
    job->opt.only = what;
    job->opt.review = what != NULL;
    fix_builtin(job);
    for (Size i = 0; i < job->n && !job->stopped; i++) {
        const FixFile *f = &job->files[i];
        if (is_changed(f))
            *push(job->keep, &out) = (FixText){f->path, with_mark(f, f->before, job->keep),
                                               with_mark(f, f->now, job->keep)};
    }
    put_back(job, &was, files);
    return out;
}
