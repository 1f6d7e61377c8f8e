// fix/rows: what happened to each finding of a file: which went, with what, and which was refused.
// Thousands of findings in one file are counted once each, not once for every other.
// SPDX-License-Identifier: MIT
#include "fix/job.h"

enum { SCRATCH = 1 << 30 };

// Of one rule, engine and function; [1]: those of the environment too.
typedef struct { Size had[2], has[2], closed[2]; } Tally;

typedef struct {
    const FixTry *t;
    Map tallies, prints, targets, spots; // by kind; of what is left; of the try, by print and place
    Arena *keep;
} Ledger;

static Str kind_key(const Finding *f, Arena *keep)
{
    return str_fmt(keep, "%.*s\n%.*s\n%.*s", STR_ARG(f->rule), STR_ARG(f->engine),
                   STR_ARG(f->function));
}

static Str print_key(const Finding *f, bool engine, Arena *keep)
{
    return str_fmt(keep, "%.*s\n%.*s\n%llx", STR_ARG(f->rule), STR_ARG(engine ? f->engine : S("")),
                   (unsigned long long)f->fingerprint);
}

static Str spot_key(const Finding *f, Arena *keep)
{
    return str_fmt(keep, "%.*s\n%.*s", STR_ARG(kind_key(f, keep)), STR_ARG(f->path));
}

static Tally *tally_of(Ledger *l, const Finding *f)
{
    void **at = map_at(l->keep, &l->tallies, kind_key(f, l->keep));
    if (!*at) *at = new (l->keep, Tally, 1);
    return *at;
}

static void count(Size n[2], const Finding *f)
{
    n[0] += !is_environments(f);
    n[1]++;
}

static void read_targets(Ledger *l, const FixTry *t)
{
    l->t = t;
    for (Size i = 0; i < t->ntargets; i++) {
        const Finding *f = t->targets[i];
        *map_at(l->keep, &l->targets, print_key(f, true, l->keep)) = (void *)f;
        *map_at(l->keep, &l->spots, spot_key(f, l->keep)) = (void *)f;
    }
}

// The try's finding that this one is: by its print, or, when an earlier change moved that, by its
// rule and function.
static const Finding *target_of(Ledger *l, const Finding *f)
{
    const Finding *same = map_get(&l->targets, print_key(f, true, l->keep));
    return same ? same : map_get(&l->spots, spot_key(f, l->keep));
}

static void ledger_read(Ledger *l, const FixFile *f, const Findings *had, const FixTry *t)
{
    read_targets(l, t);
    for (Size i = 0; i < had->n; i++) count(tally_of(l, &had->v[i])->had, &had->v[i]);
    for (Size i = 0; i < f->have.n; i++) {
        const Finding *left = &f->have.v[i];
        count(tally_of(l, left)->has, left);
        *map_at(l->keep, &l->prints, print_key(left, false, l->keep)) = (void *)left;
    }
    for (Size i = 0; i < f->rows.n; i++) {
        const FixRow *row = &f->rows.v[i];
        if (row->how != HOW_OPEN && row->step == t->step)
            count(tally_of(l, row->finding)->closed, row->finding);
    }
}

static void row_close(Ledger *l, FixRow *row, int pass)
{
    Tally *n = tally_of(l, row->finding);
    bool set = is_environments(row->finding);
    if (n->closed[set] >= n->had[set] - n->has[set]) return;
    const Finding *target = target_of(l, row->finding);
    bool changed = !map_get(&l->prints, print_key(row->finding, false, l->keep));
    if (pass == 0 ? !(target && changed) : !changed) return;
    row->how = target ? l->t->how : HOW_BESIDE;
    // what was done, where a step saw another fix for it than the first scan
    bool same =
        target && target->fix.trust == row->finding->fix.trust && row->finding->fix.says.len;
    Str says = same || !target ? row->finding->fix.says : target->fix.says;
    Str own = l->t->how != HOW_BUILT_IN ? l->t->what : says;
    row->what = target ? own : S("went with another change");
    row->step = l->t->step;
    count(n->closed, row->finding);
}

// Rows close one for one with findings of their rule and function that went: targets first, changed
// statements next.
void rows_close(FixFile *f, const Findings *had, const FixTry *t)
{
    Pool scratch = {0};
    if (!pool_open(&scratch, SCRATCH)) return;
    Ledger l = {.keep = &scratch.arena};
    ledger_read(&l, f, had, t);
    for (int pass = 0; pass < 2; pass++)
        for (Size i = 0; i < f->rows.n; i++)
            if (f->rows.v[i].how == HOW_OPEN) row_close(&l, &f->rows.v[i], pass);
    pool_close(&scratch);
}

// A file that nothing was changed in: what is found in none of its function any more went with a change
// of another file.
void rows_gone(FixFile *f)
{
    Pool scratch = {0};
    Map has = {0};
    if (f->now.s != f->before.s || !pool_open(&scratch, SCRATCH)) return;
    for (Size i = 0; i < f->have.n; i++)
        *map_at(&scratch.arena, &has, spot_key(&f->have.v[i], &scratch.arena)) = &f->have.v[i];
    for (Size i = 0; i < f->rows.n; i++) {
        FixRow *row = &f->rows.v[i];
        if (row->how != HOW_OPEN || map_get(&has, spot_key(row->finding, &scratch.arena))) continue;
        row->how = HOW_BESIDE;
        row->what = S("went with another change");
    }
    pool_close(&scratch);
}

void rows_uncover(const FixJob *job, FixFile *f, const FixTry *t)
{
    for (Size i = 0; i < t->verdict.uncovered.n; i++) {
        const Uncovered *u = &t->verdict.uncovered.v[i];
        if (job_wants(&job->opt, u->finding))
            *push(job->keep, &f->rows) = (FixRow){.finding = u->finding, .hid = u->by->rule};
    }
}

void rows_refused(FixFile *f, const FixTry *t, Arena *keep)
{
    Pool scratch = {0};
    Gate why = t->verdict.gate[t->verdict.refused_by];
    if (!pool_open(&scratch, SCRATCH)) return;
    Ledger l = {.keep = &scratch.arena};
    read_targets(&l, t);
    Str what = str_fmt(keep, "%s was refused: %.*s: %.*s",
                       t->how == HOW_MODEL ? "a model's answer" : "the built-in fix",
                       STR_ARG(gate_name(t->verdict.refused_by)), STR_ARG(why.evidence));
    for (Size i = 0; i < f->rows.n; i++) {
        FixRow *row = &f->rows.v[i];
        if (row->how == HOW_OPEN && target_of(&l, row->finding)) row->what = what;
    }
    pool_close(&scratch);
}

Size fix_open_rows(const FixFile *f)
{
    Size n = 0;
    for (Size i = 0; i < f->rows.n; i++) n += f->rows.v[i].how == HOW_OPEN;
    return n;
}
