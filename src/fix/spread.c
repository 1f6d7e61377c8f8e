// fix/spread: built-in fixes whose change lies in several files: tried as one group, which is taken
// as a whole or not at all.
// SPDX-License-Identifier: MIT
#include "fix/job.h"

bool is_spread(const Change *c) { return c->others.n > 0 || c->needs.len > 0; }

typedef struct {
    FixJob *job;
    const Finding *const *target;
    int group;
    FixTry *out;
    Size n;
} Plan;

static void add_try(Plan *p, FixFile *f, Str text)
{
    p->out[p->n++] = (FixTry){.file = f,
                              .text = text,
                              .targets = p->target,
                              .ntargets = 1,
                              .how = HOW_BUILT_IN,
                              .group = p->group};
}

// A part that is there already (an import) needs no try.
static bool add_part(Plan *p, FixFile *f, const Change *c, Arena scratch)
{
    bool taken = false;
    Tree *t = py_parse(f->now, (PyOptions){0}, &scratch);
    Str text = edit_apply(t, c, 1, &taken, p->job->keep, scratch);
    if (taken && !str_eq(text, f->now)) add_try(p, f, text);
    return taken;
}

static bool add_declaration(Plan *p, const FixFile *own, Str distribution)
{
    Str path = {0}, text = {0};
    Arena *keep = p->job->keep;
    if (str_eq(own->path, S("-"))) return true;            // no file of a project
    if (!declare_in_list(own->path, distribution, keep, &path, &text)) return true;
    FixFile *f = text.len ? join_plain(p->job, path) : NULL;
    if (!text.len) return true;
    if (!f) return false;
    if (!str_eq(f->now, f->before)) return declares(f->now, distribution);  // one more later
    add_try(p, f, text);
    return true;
}

Spread spread_plan(FixJob *job, FixFile *own, const Finding *what, int group, FixTry *out, Size *n,
                   Arena scratch)
{
    const Change *c = &what->fix.change;
    const Finding **target = new(job->keep, const Finding *, 1);
    *target = what;
    Plan p = {.job = job, .target = target, .group = group, .out = out};
    *n = 0;
    if (own->closed.len || c->others.n > FIX_MOST_JOINED / 2) return SPREAD_NOT;
    for (Size i = 0; i < c->others.n; i++) {
        FixFile *f = fix_join(job, c->others.v[i].path);
        if (!f) return SPREAD_NOT;
        if (edit_print(f->now) != c->others.v[i].seen) return SPREAD_STALE;
    }
    Change mine = *c;
    mine.others.n = 0;
    if (!edit_is_empty(&mine) && !add_part(&p, own, &mine, scratch)) return SPREAD_NOT;
    for (Size i = 0; i < c->others.n; i++)
        if (!add_part(&p, fix_join(job, c->others.v[i].path), &c->others.v[i].change, scratch))
            return SPREAD_NOT;
    if (c->needs.len && !add_declaration(&p, own, c->needs)) return SPREAD_NOT;
    *n = p.n;
    return p.n ? SPREAD_READY : SPREAD_NOT;
}

void spread_refresh(FixJob *job)
{
    ScanResult now;
    Overlay *over = new(job->keep, Overlay, job->n + 1);
    Size n = overlays(job, NULL, 0, false, over);
    job->fresh = job->steps + 1;
    Err err = job_scan(job, over, n, &now);
    for (Size i = 0; i < job->n && !err.kind && !now.stopped; i++)
        if (!job->files[i].plain) job->files[i].have = findings_of(&now, job->files[i].path);
}
