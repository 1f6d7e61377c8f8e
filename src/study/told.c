// study/told: the whole report of a plan's record: its tables, its threats, its deviations from the
// paper, and what is missing from it.
// SPDX-License-Identifier: MIT
#include "study/fresh.h"

static void threat(StudyMaker *m, Str sentence) { *push(m->keep, &m->out->threats) = sentence; }

static void served_by(StudyMaker *m, const StudyRecord *r)
{
    Map seen = {0};
    Buf b = {.keep = m->keep};
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (!u->served_by.len) continue;
        Str pair =
            str_fmt(m->keep, "%.*s answered as %.*s", STR_ARG(u->model), STR_ARG(u->served_by));
        void **at = map_at(m->keep, &seen, pair);
        if (!*at) buf_fmt(&b, "%s%.*s", b.n ? "; " : "", STR_ARG(pair));
        *at = m;
    }
    threat(m, str_fmt(m->keep, "Snapshots, as the servers named them, on %.*s: %.*s.",
                      STR_ARG(r->date), STR_ARG(b.n ? buf_str(&b) : S("not told"))));
}

static void clusters(StudyMaker *m, const StudyRecord *r)
{
    Map authors = {0};
    for (Size i = 0; i < r->tasks.n; i++)
        if (r->tasks.v[i].author.len) *map_at(m->keep, &authors, r->tasks.v[i].author) = m;
    if (authors.items.n)
        threat(m,
               str_fmt(m->keep,
                       "Tasks come in clusters: %td tasks by %td authors, so intervals over tasks "
                       "are too narrow.",
                       r->tasks.n, authors.items.n));
}

static bool any_old_loop(const StudyRecord *r)
{
    for (Size i = 0; i < r->loops.n; i++)
        if (!str_starts(r->loops.v[i], S("suture"))) return true;
    return false;
}

static void deviations(StudyMaker *m, const StudyRecord *r)
{
    if (!any_old_loop(r)) return;
    threat(m,
           S("Deviations from the paper: its models are retired; its prompts are known by their "
             "intent, so ours have other words; its engines were Bandit 1.7.8 and CodeQL 2.16.2, "
             "ours are the versions named above; an engine that is not installed is absent from "
             "the loop."));
    threat(m, S("The paper's first, third and fifth round is the generator's, the others the "
                "fixer's; \"fixers-name\" asks the fixer every time, as the shipped tool did."));
}

static void warn(StudyMaker *m, const StudyRecord *r)
{
    Buf b = {.keep = m->keep};
    if (r->judges.v[0].in_loop)
        buf_fmt(&b,
                "The headline's judge, %.*s, was an engine of the loop: it told the fixer what to "
                "mend, so its verdict on the result flatters. ",
                STR_ARG(r->judges.v[0].name));
    if (r->stopped)
        buf_fmt(&b, "Incomplete: %.*s. Run the plan again to go on. ", STR_ARG(r->stopped_by));
    Size unjudged = 0, code = 0;
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (u->stage != UNIT_CODE || !str_eq(u->outcome, S("code"))) continue;
        code++, unjudged += !fresh_judged(u);
    }
    if (code && unjudged == code)
        buf_fmt(&b, "The headline's judge, %.*s, has judged nothing%s. ",
                STR_ARG(r->judges.v[0].name),
                str_eq(r->judges.v[0].name, S("people")) ? ": suture study label PLAN" : "");
    m->out->warning = str_trim(buf_str(&b));
}

static void missing(StudyMaker *m, const StudyRecord *r)
{
    Size left = 0;
    for (Size i = 0; i < r->tasks.n; i++) {
        const StudyTask *t = &r->tasks.v[i];
        if (str_eq(t->invalid, S("over the plan's limit"))) left++;
        else if (t->invalid.len)
            *push(m->keep, &m->out->pkg.missing) = str_fmt(
                m->keep, "task %.*s does not count: %.*s", STR_ARG(t->id), STR_ARG(t->invalid));
    }
    if (left)
        *push(m->keep, &m->out->pkg.missing) =
            str_fmt(m->keep, "%td tasks are over the plan's limit", left);
    for (Size i = 0; i < r->judges.n; i++) {
        Str name = r->judges.v[i].name;
        bool engine = !str_eq(name, S("people")) && !str_eq(name, S("execution"));
        if (engine && !r->judges.v[i].version.len)
            *push(m->keep, &m->out->pkg.missing) =
                str_fmt(m->keep, "the judge %.*s did not run", STR_ARG(name));
    }
}

// Why answers failed, each sentence once with its count.
static void troubles(StudyMaker *m, const StudyRecord *r)
{
    Map why = {0};
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (!str_eq(u->outcome, S("failed")) || !u->why.len) continue;
        void **at = map_at(m->keep, &why, u->why);
        *at = (void *)((intptr_t)*at + 1);
    }
    for (Size i = 0; i < why.items.n; i++)
        *push(m->keep, &m->out->pkg.trouble) =
            str_fmt(m->keep, "%td answers failed: %.*s", (Size)(intptr_t)why.items.v[i].value,
                    STR_ARG(why.items.v[i].key));
}

void study_fresh_tables(const StudyRecord *r, Arena *keep, StudyReport *out)
{
    enum { MOST_TABLES = 32 }; // makers hold pointers to tables
    *out = (StudyReport){.title = r->name};
    out->tables.v = new (keep, StudyTable, MOST_TABLES);
    out->tables.cap = MOST_TABLES;
    StudyMaker m = {&out->pkg, out, keep};
    Size tasks = 0;
    for (Size i = 0; i < r->tasks.n; i++) tasks += !r->tasks.v[i].invalid.len;
    out->about = str_fmt(keep,
                         "%td tasks, %td generators, %d repeats, %d rounds; suture %.*s, plan "
                         "%.*s.",
                         tasks, r->generators.n, r->repeats, r->rounds, STR_ARG(r->suture),
                         STR_ARG(r->plan_hash));
    fresh_first_three(&m, r);
    fresh_rounds(&m, r);
    warn(&m, r);
    threat(&m, S("Contamination: a public benchmark may be in the models' training data."));
    for (Size i = 0; i < r->judges.n; i++)
        if (r->judges.v[i].in_loop)
            threat(&m, str_fmt(keep, "A judge in the loop: %.*s told the fixers what to mend.",
                               STR_ARG(r->judges.v[i].name)));
    served_by(&m, r);
    clusters(&m, r);
    deviations(&m, r);
    for (Size i = 0; i < r->notes.n; i++) threat(&m, r->notes.v[i]);
    missing(&m, r);
    troubles(&m, r);
}
