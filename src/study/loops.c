// study/loops: RQ4: repair in rounds, by suture's own loop through agent/, round by round.
// SPDX-License-Identifier: MIT
#include "study/run.h"
#include "fix/fix.h"

typedef struct {
    StudyRunning *r;
    const StudyLoop *loop;
    Str fixer, source;
    int repeat;
    Overlay *over;
    Size *of;
    Size n;   // texts as files; which task each is
    int last; // the last round that is written down
} OurLoop;

// A name that tells the task and nothing else, the same in every run.
static Str path_of(StudyRunning *r, const StudyTask *t, Size i)
{
    Buf b = {.keep = r->keep};
    buf_fmt(&b, "t%05td/", i);
    for (Size k = 0; k < t->id.len && k < 100; k++) {
        char c = t->id.s[k];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        buf_char(&b, plain || c == '-' || (c == '.' && k) ? c : '_');
    }
    return str_ends(t->id, S(".py")) ? buf_str(&b)
                                     : str_fmt(r->keep, "%.*s.py", STR_ARG(buf_str(&b)));
}

static void write_down(OurLoop *l, const FixJob *job, int round)
{
    for (Size i = 0; i < l->n; i++) {
        const FixFile *file = NULL;
        for (Size k = 0; job && k < job->n; k++)
            if (str_eq(job->files[k].path, l->over[i].path)) file = &job->files[k];
        StudyUnit *u = run_unit(l->r, UNIT_ROUND, l->fixer, l->source, l->of[i]);
        u->loop = l->loop->name;
        u->repeat = l->repeat;
        u->round = round;
        u->outcome = S("code");
        u->code = file && round ? file->now : l->over[i].text;
        u->flagged = file && (round ? fix_open_rows(file) > 0 : file->rows.n > 0);
    }
    l->last = round;
}

static void after_round(void *self, FixJob *job, int round) { write_down(self, job, round); }

// What each engine found in the code as generated: one that found nothing may not have run.
static void count_engines(OurLoop *l, const ScanResult *s)
{
    Strs engines = {0};
    *push(l->r->keep, &engines) = S("suture");
    for (Size i = 0; i < l->r->p->engines.n; i++)
        if (!str_eq(l->r->p->engines.v[i], S("suture")))
            *push(l->r->keep, &engines) = l->r->p->engines.v[i];
    for (Size i = 0; i < engines.n; i++) {
        StudyUnit *u = run_unit(l->r, UNIT_ENGINE, engines.v[i], l->source, 0);
        u->loop = l->loop->name;
        u->repeat = l->repeat;
        u->arm = l->fixer;
        u->why = (Str){"", 0};
        for (Size k = 0; k < s->findings.n; k++)
            u->count += str_find(s->findings.v[k].engine, engines.v[i]) >= 0;
        for (Size k = 0; k < s->missing.n; k++)
            if (!s->missing.v[k].path.len && str_eq(s->missing.v[k].engine, engines.v[i]))
                u->why = s->missing.v[k].why;
    }
}

static void count_gates(OurLoop *l, const AgentResult *a)
{
    const struct {
        Str name;
        Size n;
    } rows[] = {{S("refused to answer"), a->refused},
                {S("truncated"), a->truncated},
                {S("no code"), a->no_code},
                {S("same text again"), a->same_text},
                {S("failed"), a->failed}};
    for (GateId g = 0; g < GATE_COUNT; g++)
        if (a->gates[g]) {
            StudyUnit *u = run_unit(l->r, UNIT_GATE, gate_name(g), l->source, 0);
            u->arm = l->fixer, u->loop = l->loop->name, u->repeat = l->repeat;
            u->count = a->gates[g];
        }
    for (Size i = 0; i < countof(rows); i++)
        if (rows[i].n) {
            StudyUnit *u = run_unit(l->r, UNIT_GATE, rows[i].name, l->source, 0);
            u->arm = l->fixer, u->loop = l->loop->name, u->repeat = l->repeat;
            u->count = rows[i].n;
        }
}

static Err repair(OurLoop *l, FixJob *job, Size fixer)
{
    StudyRunning *r = l->r;
    AgentResult result = {0};
    AgentOptions agent = r->agent;
    run_limits(r);
    agent.limits = r->agent.limits;
    agent.fixers = &r->llms[fixer];
    agent.nfixers = 1;
    agent.repeat = l->repeat;
    agent.patience = r->p->rounds; // a study sees every round
    agent.after_round = after_round;
    agent.round_self = l;
    fix_builtin(job);
    Err err = agent_repair(&agent, job, r->keep, &result);
    if (err.kind) return err;
    if (result.stopped_by.len && !r->stopped_by.len) r->stopped_by = result.stopped_by;
    for (int round = l->last + 1; round <= r->p->rounds; round++) write_down(l, job, round);
    count_gates(l, &result);
    StudyUnit *u = run_unit(r, UNIT_GATE, S(""), l->source, 0); // what the loop cost
    u->arm = l->fixer, u->loop = l->loop->name, u->repeat = l->repeat;
    u->cost = result.worth;
    u->seconds = result.waited;
    u->tokens = result.used;
    return err;
}

static Err our_loop(StudyRunning *r, const StudyLoop *loop, Size fixer, Size source, int repeat)
{
    OurLoop l = {.r = r,
                 .loop = loop,
                 .fixer = r->p->models.v[fixer].name,
                 .source = r->p->models.v[source].name,
                 .repeat = repeat};
    l.over = new (r->keep, Overlay, r->n + 1);
    l.of = new (r->keep, Size, r->n + 1);
    Str *paths = new (r->keep, Str, r->n + 1);
    Strs peers = {0};
    for (Size i = 0; i < r->p->engines.n; i++)
        if (!str_starts(r->p->engines.v[i], S("suture")))
            *push(r->keep, &peers) = r->p->engines.v[i];
    for (Size t = 0; t < r->n; t++) {
        Size task = r->tasks[t] - r->out->tasks.v;
        const StudyUnit *code = run_code_unit(r, l.source, repeat, task);
        if (!code || !str_eq(code->outcome, S("code"))) continue;
        paths[l.n] = path_of(r, r->tasks[t], t);
        l.of[l.n] = task;
        l.over[l.n] = (Overlay){paths[l.n], code->code};
        l.n++;
    }
    if (!l.n) return (Err){0};
    FixOptions fix = {.paths = paths,
                      .npaths = l.n,
                      .over = l.over,
                      .nover = l.n,
                      .review = r->p->review,
                      .scan = {.profile = PROFILE_AUDIT,
                               .want_fixes = true,
                               .all_files = true,
                               .engines = peers.v,
                               .nengines = peers.n}};
    FixJob *job = new (r->keep, FixJob, 1);
    Err err = fix_open(&fix, r->keep, job);
    if (err.kind) return err;
    write_down(&l, job, 0);
    count_engines(&l, &job->first);
    err = repair(&l, job, fixer);
    fix_close(job);
    return err;
}

Err run_rounds(StudyRunning *r)
{
    const StudyPlan *p = r->p;
    Size from = r->out->units.n;
    Err err = {0};
    for (Size k = 0; k < p->loops.n; k++)
        for (Size f = 0; f < p->fixers.n; f++)
            for (Size g = 0; g < p->generators.n; g++)
                for (int repeat = 0; repeat < p->repeats && !err.kind && !r->stopped_by.len;
                     repeat++) {
                    Size fixer = p->fixers.v[f], source = p->generators.v[g];
                    err = p->loops.v[k].ours
                              ? our_loop(r, &p->loops.v[k], fixer, source, repeat)
                              : run_old_loop(r, &p->loops.v[k], fixer, source, repeat);
                }
    return err.kind ? err : run_judge(r, from);
}
