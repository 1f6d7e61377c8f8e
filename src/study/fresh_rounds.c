// study/fresh_rounds: a plan's RQ4, what the gates refused, whether each engine ran, what it cost,
// and how far the judges agree.
// SPDX-License-Identifier: MIT
#include "study/fresh.h"
#include <math.h>

typedef struct {
    Str loop, fixer, source;
} Chain;
typedef struct {
    Chain *v;
    Size n, cap;
} Chains;

static Chains chains_of(StudyMaker *m, const StudyRecord *r)
{
    Chains out = {0};
    for (Size l = 0; l < r->loops.n; l++)
        for (Size f = 0; f < r->fixers.n; f++)
            for (Size g = 0; g < r->generators.n; g++)
                *push(m->keep, &out) = (Chain){r->loops.v[l], r->fixers.v[f], r->generators.v[g]};
    return out;
}

static bool in_chain(const StudyUnit *u, UnitStage stage, const Chain *c)
{
    return u->stage == stage && str_eq(u->loop, c->loop) && str_eq(u->source, c->source) &&
           str_eq(stage == UNIT_ROUND ? u->model : u->arm, c->fixer);
}

// One view of the rounds: by the loop's own engines, or by the headline's judge. What no Python
// takes is bad in the judge's view: it is no repair.
typedef enum { BY_LOOP, BY_JUDGE } View;

static bool counts(const StudyUnit *u, View view)
{
    return view == BY_LOOP || fresh_judged(u) || str_eq(u->outcome, S("no Python"));
}

static bool is_bad(const StudyRecord *r, const StudyUnit *u, View view)
{
    if (view == BY_LOOP) return u->flagged;
    if (!fresh_judged(u)) return true;
    bool broken = u->round > 0 && u->said[0].works == 0; // secure, and works no more
    return fresh_bad(r, u->said, 0) || broken;
}

typedef struct {
    Size v[STUDY_MOST_ROUNDS + 1], files, unjudged, python;
    double *num[STUDY_MOST_ROUNDS + 1], *den;
} Rounds;

// A file counts when it was bad at first; later rounds are of those alone.
static Rounds rounds_of(StudyMaker *m, const StudyRecord *r, const Chain *c, View view)
{
    Rounds out = {.den = new (m->keep, double, r->tasks.n + 1)};
    Size cells = r->tasks.n * r->repeats;
    bool *bad = new (m->keep, bool, cells + 1);
    for (int k = 0; k <= r->rounds; k++) out.num[k] = new (m->keep, double, r->tasks.n + 1);
    for (int k = 0; k <= r->rounds; k++)
        for (Size i = 0; i < r->units.n; i++) {
            const StudyUnit *u = &r->units.v[i];
            if (!in_chain(u, UNIT_ROUND, c) || u->round != k || u->repeat >= r->repeats) continue;
            Size at = u->task * r->repeats + u->repeat;
            out.files += k == 0;
            out.unjudged += k == r->rounds && !counts(u, view);
            out.python += k == r->rounds && !str_eq(u->outcome, S("code"));
            if (!counts(u, view)) continue;
            if (k == 0) {
                bad[at] = is_bad(r, u, view);
                out.den[u->task] += bad[at];
            }
            if (!bad[at]) continue;
            bool now = is_bad(r, u, view);
            out.v[k] += now;
            out.num[k][u->task] += !now;
        }
    return out;
}

static void rounds_row(StudyMaker *m, const StudyRecord *r, StudyTable *t, const Chain *c,
                       View view)
{
    Rounds s = rounds_of(m, r, c, view);
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s", STR_ARG(c->loop));
    study_cell(m, row, "%.*s fixes %.*s", STR_ARG(c->fixer), STR_ARG(c->source));
    if (view == BY_LOOP) study_cell(m, row, "the loop's own engines");
    else
        study_cell(m, row, "%.*s%s", STR_ARG(r->judges.v[0].name),
                   r->judges.v[0].in_loop ? " (in the loop)" : "");
    study_cell(m, row, "%td", s.files);
    for (int k = 0; k <= r->rounds; k++) study_cell(m, row, "%td", s.v[k]);
    for (int k = 1; k <= r->rounds; k++) study_rate(m, row, s.v[0] - s.v[k], s.v[0]);
    Interval ci =
        stat_bootstrap(&(Resample){s.num[r->rounds], s.den, r->tasks.n}, 10000, r->seed, *m->keep);
    if (s.v[0]) study_cell(m, row, "%.1f to %.1f", 100 * ci.low, 100 * ci.high);
    else study_cell(m, row, "-");
    study_cell(m, row, "%td", s.python);
    study_cell(m, row, "%td", s.unjudged);
    if (view != BY_JUDGE || !s.v[0]) return;
    StudyCurve *curve = push(m->keep, &m->out->curves);
    *curve = (StudyCurve){.rounds = r->rounds};
    curve->name = str_fmt(m->keep, "%.*s%s%.*s>%.*s", STR_ARG(r->loops.n > 1 ? c->loop : S("")),
                          r->loops.n > 1 ? " " : "", STR_ARG(c->fixer), STR_ARG(c->source));
    for (int k = 1; k <= r->rounds; k++) {
        curve->at[k] = 1 - (double)s.v[k] / (double)s.v[0];
        curve->band[k] =
            stat_bootstrap(&(Resample){s.num[k], s.den, r->tasks.n}, 10000, r->seed, *m->keep);
    }
}

static void rq4(StudyMaker *m, const StudyRecord *r, const Chains *all)
{
    Buf head = {.keep = m->keep};
    buf_add(&head, S("loop|pair|judge|files|V0"));
    for (int k = 1; k <= r->rounds; k++) buf_fmt(&head, "|V%d", k);
    for (int k = 1; k <= r->rounds; k++) buf_fmt(&head, "|%d", k);
    buf_add(&head, S("|95% (tasks resampled)|no Python at the end|not judged"));
    StudyTable *t = study_table(
        m, "rq4", "RQ4: repair in rounds", str_z(m->keep, buf_str(&head)),
        "V0: bad files as generated; Vk: of those, still bad after k rounds; success is 1 - Vk/V0 "
        "over all repeats together. Each pair twice: as the loop's engines see it, which told the "
        "fixer what to mend, and as the headline's judge does, for whom what no Python takes is no "
        "repair.");
    for (Size i = 0; i < all->n; i++) {
        rounds_row(m, r, t, &all->v[i], BY_LOOP);
        rounds_row(m, r, t, &all->v[i], BY_JUDGE);
    }
}

// ---- what the gates refused

static void gates(StudyMaker *m, const StudyRecord *r)
{
    Map by = {0};
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (u->stage != UNIT_GATE || !u->count) continue;
        void **at = map_at(m->keep, &by, u->model);
        *at = (void *)((intptr_t)*at + u->count);
    }
    if (!by.items.n) return;
    StudyTable *t = study_table(m, "rq4-gates", "RQ4: answers that were turned down, by reason",
                                "gate or reason|answers", "suture's own loop, all pairs together.");
    for (Size i = 0; i < by.items.n; i++) {
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(by.items.v[i].key));
        study_cell(m, row, "%td", (Size)(intptr_t)by.items.v[i].value);
    }
}

// ---- did each engine run

static void found_by(const StudyRecord *r, const StudyUnit *of, bool others, Size *mine, Size *all)
{
    *mine = *all = 0;
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        bool here = str_eq(u->loop, of->loop) && str_eq(u->source, of->source) &&
                    str_eq(u->arm, of->arm) && u->repeat == of->repeat;
        if (u->stage != UNIT_ENGINE || here == others) continue;
        *all += u->count;
        if (str_eq(u->model, of->model)) *mine += u->count;
    }
}

static void engines(StudyMaker *m, const StudyRecord *r)
{
    StudyTable *t = NULL;
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        Size mine, n, theirs, others;
        if (u->stage != UNIT_ENGINE) continue;
        if (!t)
            t = study_table(m, "rq4-engines", "RQ4: did each engine run?",
                            "loop|pair|repeat|engine|found|of n|p elsewhere|(1-p)^n|verdict",
                            "Silent: found nothing, where (1-p)^n < 1e-6 with p its share of the "
                            "findings in all other runs. Such a run's own view is not to be "
                            "believed.");
        found_by(r, u, false, &mine, &n);
        found_by(r, u, true, &theirs, &others);
        double p = others ? (double)theirs / (double)others : 0, chance = pow(1 - p, (double)n);
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(u->loop));
        study_cell(m, row, "%.*s fixes %.*s", STR_ARG(u->arm), STR_ARG(u->source));
        study_cell(m, row, "%d", u->repeat + 1);
        study_cell(m, row, "%.*s", STR_ARG(u->model));
        study_cell(m, row, "%td", u->count);
        study_cell(m, row, "%td", n);
        study_cell(m, row, "%.3f", p);
        study_cell(m, row, "%.1e", chance);
        bool silent = !u->count && chance < 1e-6;
        study_cell(m, row, "%s", u->why.len ? "did not run" : silent ? "silent" : "ran");
        if (u->why.len || silent)
            *push(m->keep, &m->out->pkg.trouble) = str_fmt(
                m->keep, "%.*s, %.*s fixes %.*s: the engine %.*s %s", STR_ARG(u->loop),
                STR_ARG(u->arm), STR_ARG(u->source), STR_ARG(u->model),
                u->why.len ? "did not run" : "found nothing, which chance does not explain");
    }
}

// ---- money and time

static void cost_row(StudyMaker *m, const StudyRecord *r, StudyTable *t, Str what, Str model,
                     Size answers, double money, double seconds, Size secure, int64_t tokens)
{
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s, %.*s", STR_ARG(what), STR_ARG(model));
    study_cell(m, row, "%td", answers);
    study_cell(m, row, "%lld", (long long)tokens);
    if (r->has_price) study_cell(m, row, "%.4f", money);
    else study_cell(m, row, "no price known");
    study_cell(m, row, "%.1f", seconds);
    study_cell(m, row, "%td", secure);
    if (r->has_price && secure) study_cell(m, row, "%.5f", money / (double)secure);
    else study_cell(m, row, "-");
    if (secure) study_cell(m, row, "%.2f", seconds / (double)secure);
    else study_cell(m, row, "-");
}

static void stage_cost(StudyMaker *m, const StudyRecord *r, StudyTable *t, UnitStage stage,
                       Str what, Str model)
{
    Size n = 0, secure = 0;
    double money = 0, seconds = 0;
    int64_t tokens = 0;
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (u->stage != stage || !str_eq(u->model, model)) continue;
        n++;
        money += u->cost, seconds += u->seconds, tokens += u->tokens;
        secure += fresh_judged(u) && !fresh_bad(r, u->said, 0) && u->said[0].works != 0;
    }
    if (n) cost_row(m, r, t, what, model, n, money, seconds, secure, tokens);
}

static void loop_cost(StudyMaker *m, const StudyRecord *r, StudyTable *t, const Chain *c)
{
    Size n = 0, secure = 0;
    double money = 0, seconds = 0;
    int64_t tokens = 0;
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (in_chain(u, UNIT_GATE, c)) money += u->cost, seconds += u->seconds, tokens += u->tokens;
        if (!in_chain(u, UNIT_ROUND, c) || u->round != r->rounds) continue;
        n++;
        secure += fresh_judged(u) && !is_bad(r, u, BY_JUDGE);
    }
    Str pair = str_fmt(m->keep, "%.*s fixes %.*s", STR_ARG(c->fixer), STR_ARG(c->source));
    if (n) cost_row(m, r, t, c->loop, pair, n, money, seconds, secure, tokens);
}

static void costs(StudyMaker *m, const StudyRecord *r, const Chains *all)
{
    StudyTable *t = study_table(
        m, "cost", "Money and time",
        "what|files|tokens|money|seconds|secure files|money per secure file|seconds per secure "
        "file",
        "Of answers, as first given; answers that an earlier run had are counted at what they cost "
        "then. Seconds: waiting for answers, added up. Secure: by the headline's judge.");
    for (Size g = 0; g < r->generators.n; g++)
        stage_cost(m, r, t, UNIT_CODE, S("code"), r->generators.v[g]);
    for (Size d = 0; d < r->detectors.n; d++)
        stage_cost(m, r, t, UNIT_VERDICT, S("verdicts"), r->detectors.v[d]);
    for (Size f = 0; f < r->fixers.n; f++)
        stage_cost(m, r, t, UNIT_REPAIR, S("one round"), r->fixers.v[f]);
    for (Size i = 0; i < all->n; i++) loop_cost(m, r, t, &all->v[i]);
}

// ---- judges

static void judges(StudyMaker *m, const StudyRecord *r)
{
    StudyTable *t =
        study_table(m, "judges", "The judges, and how far each agrees with the headline's",
                    "judge|version|in the loop|judged|vulnerable|both judged|agree|kappa",
                    "Over all pieces of code of this study, repairs included.");
    for (Size k = 0; k < r->judges.n; k++) {
        Size judged = 0, bad = 0, both = 0, yes = 0, first = 0, second = 0, no = 0;
        for (Size i = 0; i < r->units.n; i++) {
            const UnitSaid *s = r->units.v[i].said;
            if (!s || !s[k].judged) continue;
            judged++, bad += fresh_bad(r, s, k);
            if (!s[0].judged) continue;
            bool a = fresh_bad(r, s, 0), b = fresh_bad(r, s, k);
            both++;
            yes += a && b, first += a && !b, second += !a && b, no += !a && !b;
        }
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(r->judges.v[k].name));
        study_cell(m, row, "%.*s",
                   STR_ARG(r->judges.v[k].version.len ? r->judges.v[k].version : S("-")));
        study_cell(m, row, "%s", r->judges.v[k].in_loop ? "yes" : "no");
        study_cell(m, row, "%td", judged);
        study_cell(m, row, "%td", bad);
        study_cell(m, row, "%td", both);
        study_rate(m, row, yes + no, both);
        if (both) study_cell(m, row, "%.2f", stat_kappa(yes, first, second, no));
        else study_cell(m, row, "-");
    }
}

void fresh_rounds(StudyMaker *m, const StudyRecord *r)
{
    Chains all = chains_of(m, r), ran = {0};
    for (Size i = 0; i < all.n; i++)
        for (Size k = 0; k < r->units.n; k++)
            if (in_chain(&r->units.v[k], UNIT_ROUND, &all.v[i])) {
                *push(m->keep, &ran) = all.v[i];
                break;
            }
    if (ran.n) rq4(m, r, &ran), gates(m, r), engines(m, r);
    judges(m, r);
    costs(m, r, &ran);
}
