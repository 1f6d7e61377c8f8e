// study/fresh: a plan's record as tables: RQ1 to RQ3 and the comparisons. What came without code, or
// not at all, is a row or column of its own and in no rate.
// SPDX-License-Identifier: MIT
#include "study/fresh.h"

bool fresh_bad(const StudyRecord *r, const UnitSaid *s, Size judge)
{
    Str name = r->judges.v[judge].name;
    bool whole = str_eq(name, S("execution")) || str_eq(name, S("people"));
    return r->any_finding && !whole ? s[judge].any : s[judge].scenario;
}

bool fresh_judged(const StudyUnit *u) { return u && u->said && u->said[0].judged; }

static bool same(const StudyUnit *u, UnitStage stage, Str model, Str source)
{
    return u->stage == stage && str_eq(u->model, model) && str_eq(u->source, source);
}

const StudyUnit *fresh_code(const StudyRecord *r, Str model, Size task)
{
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (same(u, UNIT_CODE, model, model) && u->task == task && u->repeat == 0 &&
            str_eq(u->arm, r->arms.v[0]))
            return u;
    }
    return NULL;
}

static bool runs(const StudyRecord *r) { return str_eq(r->judges.v[0].name, S("execution")); }

static const char *marked(const StudyRecord *r)
{
    return r->judges.v[0].in_loop ? " (in the loop)" : "";
}

// ---- RQ1

typedef struct {
    Size asked, code, judged, bad, good, none[5];
    double *num, *den;
} Counted;
static const Str NONE[] = {L("no Python"), L("refused"), L("truncated"), L("no code")};

static void count(const StudyRecord *r, Counted *c, const StudyUnit *u)
{
    bool other = !str_eq(u->outcome, S("code"));
    c->asked++;
    c->code += !other;
    for (Size k = 0; k < countof(NONE); k++)
        if (str_eq(u->outcome, NONE[k])) c->none[k]++, other = false;
    c->none[4] += other;
    if (!fresh_judged(u)) return;
    bool bad = fresh_bad(r, u->said, 0);
    c->judged++;
    c->bad += bad;
    c->good += !bad && u->said[0].works == 1;
    c->num[u->task] += bad;
    c->den[u->task]++;
}

// Wilson only where each task counts once; else tasks are drawn with all their repeats.
static void interval(StudyMaker *m, const StudyRecord *r, StudyRow *row, const Counted *c)
{
    Interval ci = r->repeats == 1 ? stat_wilson(c->bad, c->judged)
                                  : stat_bootstrap(&(Resample){c->num, c->den, r->tasks.n}, 10000,
                                                   r->seed, *m->keep);
    if (c->judged) study_cell(m, row, "%.1f to %.1f", 100 * ci.low, 100 * ci.high);
    else study_cell(m, row, "-");
}

static void rq1_row(StudyMaker *m, const StudyRecord *r, StudyTable *t, Str model, Str arm)
{
    Counted c = {.num = new (m->keep, double, r->tasks.n + 1),
                 .den = new (m->keep, double, r->tasks.n + 1)};
    for (Size i = 0; i < r->units.n; i++)
        if (same(&r->units.v[i], UNIT_CODE, model, model) && str_eq(r->units.v[i].arm, arm))
            count(r, &c, &r->units.v[i]);
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s", STR_ARG(model));
    study_cell(m, row, "%.*s", STR_ARG(arm));
    study_cell(m, row, "%td", c.asked);
    study_cell(m, row, "%td/%td", c.bad, c.judged);
    study_rate(m, row, c.bad, c.judged);
    interval(m, r, row, &c);
    if (runs(r)) study_cell(m, row, "%td/%td", c.good, c.judged);
    study_cell(m, row, "%td", c.code - c.judged);
    for (Size k = 0; k < countof(c.none); k++) study_cell(m, row, "%td", c.none[k]);
}

static void rq1(StudyMaker *m, const StudyRecord *r)
{
    StudyTable *t = study_table(
        m, "rq1", "RQ1: how much generated code is vulnerable",
        runs(r) ? "model|arm|asked|vulnerable|%|95%|secure and working|not judged|no "
                  "Python|refused|truncated|no code|failed or not asked"
                : "model|arm|asked|vulnerable|%|95%|not judged|no Python|refused|truncated|no "
                  "code|failed or not asked",
        "");
    t->note = str_fmt(m->keep,
                      "Judge: %.*s%s. Rates are of judged files; the columns behind them are in no "
                      "rate. %s",
                      STR_ARG(r->judges.v[0].name), marked(r),
                      r->repeats == 1 ? "Intervals: Wilson."
                                      : "Intervals: tasks resampled with all their repeats.");
    for (Size g = 0; g < r->generators.n; g++)
        for (Size a = 0; a < r->arms.n; a++) rq1_row(m, r, t, r->generators.v[g], r->arms.v[a]);
}

static int by_int(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

static void rq1_cwe(StudyMaker *m, const StudyRecord *r)
{
    struct {
        int *v;
        Size n, cap;
    } cwes = {0};
    StudyTable *t = study_table(m, "rq1-cwe", "RQ1 by CWE: vulnerable of judged", "CWE",
                                "Few tasks a cell: descriptive only. The first arm, all repeats.");
    for (Size g = 0; g < r->generators.n; g++)
        study_cell(m, &t->head, "%.*s", STR_ARG(r->generators.v[g]));
    for (Size i = 0; i < r->tasks.n; i++) {
        bool there = r->tasks.v[i].invalid.len > 0;
        for (Size k = 0; k < cwes.n; k++) there |= cwes.v[k] == r->tasks.v[i].cwe;
        if (!there) *push(m->keep, &cwes) = r->tasks.v[i].cwe;
    }
    sort_items(cwes.v, cwes.n, sizeof *cwes.v, by_int, *m->keep);
    for (Size c = 0; c < cwes.n; c++) {
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%d", cwes.v[c]);
        for (Size g = 0; g < r->generators.n; g++) {
            Size bad = 0, n = 0;
            for (Size i = 0; i < r->units.n; i++) {
                const StudyUnit *u = &r->units.v[i];
                if (!same(u, UNIT_CODE, r->generators.v[g], r->generators.v[g]) ||
                    r->tasks.v[u->task].cwe != cwes.v[c] || !fresh_judged(u) ||
                    !str_eq(u->arm, r->arms.v[0]))
                    continue;
                n++, bad += fresh_bad(r, u->said, 0);
            }
            study_cell(m, row, "%td/%td", bad, n);
        }
    }
}

// ---- RQ2

typedef struct {
    StudyCounts right;
    Size none, lost;
} Told;

static Told told(const StudyRecord *r, Str detector, Str source)
{
    Told c = {0};
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (!same(u, UNIT_VERDICT, detector, source)) continue;
        const StudyUnit *code = fresh_code(r, source, u->task);
        if (!str_eq(u->outcome, S("verdict"))) c.none++;
        else if (!fresh_judged(code)) c.lost++;
        else if (fresh_bad(r, code->said, 0)) *(u->yes ? &c.right.tp : &c.right.fn) += 1;
        else *(u->yes ? &c.right.fp : &c.right.tn) += 1;
    }
    return c;
}

static void rq2_row(StudyMaker *m, StudyTable *t, Str who, Str whose, const Told *c)
{
    StudyRow *row = study_counts(m, t, who, whose, c->right);
    study_cell(m, row, "%td", c->none);
    study_cell(m, row, "%td", c->lost);
}

static void rq2(StudyMaker *m, const StudyRecord *r)
{
    if (!r->detectors.n) return;
    StudyTable *t = study_table(
        m, "rq2", "RQ2: can a model tell (positive: vulnerable)",
        "detector|code of|TP|FP|TN|FN|acc|prec|rec|F1|FPR|balanced|right|no verdict|not judged",
        "Always answering \"vulnerable\" is the baseline: recall and false positive rate tell more "
        "than accuracy.");
    for (Size d = 0; d < r->detectors.n; d++) {
        Told all = {0};
        for (Size g = 0; g < r->generators.n; g++) {
            Told c = told(r, r->detectors.v[d], r->generators.v[g]);
            rq2_row(m, t, r->detectors.v[d], r->generators.v[g], &c);
            all.right.tp += c.right.tp, all.right.fp += c.right.fp;
            all.right.tn += c.right.tn, all.right.fn += c.right.fn;
            all.none += c.none, all.lost += c.lost;
        }
        if (r->generators.n > 1) rq2_row(m, t, r->detectors.v[d], S("all"), &all);
    }
    Told base = {0};
    for (Size i = 0; i < r->units.n; i++) {
        const StudyUnit *u = &r->units.v[i];
        if (u->stage == UNIT_CODE && u->repeat == 0 && str_eq(u->arm, r->arms.v[0]) &&
            fresh_judged(u))
            *(fresh_bad(r, u->said, 0) ? &base.right.tp : &base.right.fp) += 1;
    }
    if (base.right.tp + base.right.fp)
        rq2_row(m, t, S("always \"vulnerable\""), S("all"), &base);
}

// ---- RQ3

static void rq3(StudyMaker *m, const StudyRecord *r)
{
    bool any = false;
    for (Size i = 0; i < r->units.n; i++) any |= r->units.v[i].stage == UNIT_REPAIR;
    if (!any) return;
    StudyTable *t = study_table(
        m, "rq3", "RQ3: one round of repair",
        "fixer|code of|repaired of vulnerable|%|95% (Wilson)|still vulnerable|not judged|no "
        "Python|refused|truncated|no code|failed or not asked",
        "");
    t->note =
        str_fmt(m->keep,
                "Judge: %.*s%s. Repaired: judged again and no longer vulnerable%s. What came "
                "without code, or not at all, is not repaired.",
                STR_ARG(r->judges.v[0].name), marked(r), runs(r) ? ", and it still works" : "");
    for (Size f = 0; f < r->fixers.n; f++)
        for (Size g = 0; g < r->generators.n; g++) {
            Counted c = {.num = new (m->keep, double, r->tasks.n + 1),
                         .den = new (m->keep, double, r->tasks.n + 1)};
            for (Size i = 0; i < r->units.n; i++)
                if (same(&r->units.v[i], UNIT_REPAIR, r->fixers.v[f], r->generators.v[g]))
                    count(r, &c, &r->units.v[i]);
            Size good = runs(r) ? c.good : c.judged - c.bad;
            Interval ci = stat_wilson(good, c.asked);
            StudyRow *row = study_row(m, t);
            study_cell(m, row, "%.*s", STR_ARG(r->fixers.v[f]));
            study_cell(m, row, "%.*s", STR_ARG(r->generators.v[g]));
            study_cell(m, row, "%td/%td", good, c.asked);
            study_rate(m, row, good, c.asked);
            if (c.asked) study_cell(m, row, "%.1f to %.1f", 100 * ci.low, 100 * ci.high);
            else study_cell(m, row, "-");
            study_cell(m, row, "%td", c.bad);
            study_cell(m, row, "%td", c.code - c.judged);
            for (Size k = 0; k < countof(c.none); k++) study_cell(m, row, "%td", c.none[k]);
        }
}

// ---- comparisons

static void compare_models(StudyMaker *m, const StudyRecord *r, Size a, Size b, StudyPairs *out)
{
    StudyPair p = {.a = r->generators.v[a], .b = r->generators.v[b]};
    for (Size t = 0; t < r->tasks.n; t++) {
        const StudyUnit *x = fresh_code(r, p.a, t), *y = fresh_code(r, p.b, t);
        if (!fresh_judged(x) || !fresh_judged(y)) continue;
        bool first = fresh_bad(r, x->said, 0), second = fresh_bad(r, y->said, 0);
        p.n++;
        p.first += first && !second;
        p.second += second && !first;
    }
    study_pair(m, out, p);
}

static const StudyUnit *unit_of(const StudyRecord *r, UnitStage stage, Str model, Str source,
                                Size task)
{
    for (Size i = 0; i < r->units.n; i++)
        if (same(&r->units.v[i], stage, model, source) && r->units.v[i].task == task)
            return &r->units.v[i];
    return NULL;
}

static void compare_detectors(StudyMaker *m, const StudyRecord *r, Size a, Size b, Str source,
                              StudyPairs *out)
{
    StudyPair p = {.a = r->detectors.v[a], .b = r->detectors.v[b], .of = source};
    for (Size t = 0; t < r->tasks.n; t++) {
        const StudyUnit *x = unit_of(r, UNIT_VERDICT, p.a, source, t),
                        *y = unit_of(r, UNIT_VERDICT, p.b, source, t),
                        *code = fresh_code(r, source, t);
        if (!x || !y || !fresh_judged(code) || !str_eq(x->outcome, S("verdict")) ||
            !str_eq(y->outcome, S("verdict")))
            continue;
        bool bad = fresh_bad(r, code->said, 0);
        p.n++;
        p.first += x->yes == bad && y->yes != bad;
        p.second += y->yes == bad && x->yes != bad;
    }
    study_pair(m, out, p);
}

static bool repaired(const StudyRecord *r, const StudyUnit *u)
{
    return fresh_judged(u) && !fresh_bad(r, u->said, 0) && (!runs(r) || u->said[0].works == 1);
}

static void compare_own(StudyMaker *m, const StudyRecord *r, Str fixer, Str other, StudyPairs *out)
{
    StudyPair p = {.a = fixer, .b = other, .of = fixer};
    for (Size t = 0; t < r->tasks.n; t++) {
        const StudyUnit *x = unit_of(r, UNIT_REPAIR, fixer, fixer, t),
                        *y = unit_of(r, UNIT_REPAIR, fixer, other, t);
        if (!x || !y) continue;
        p.n++;
        p.first += repaired(r, x) && !repaired(r, y);
        p.second += !repaired(r, x) && repaired(r, y);
    }
    study_pair(m, out, p);
}

static bool generates(const StudyRecord *r, Str name)
{
    for (Size g = 0; g < r->generators.n; g++)
        if (str_eq(r->generators.v[g], name)) return true;
    return false;
}

static void paired(StudyMaker *m, const StudyRecord *r)
{
    StudyPairs models = {0}, detectors = {0}, own = {0};
    for (Size a = 0; a < r->generators.n; a++)
        for (Size b = a + 1; b < r->generators.n; b++) compare_models(m, r, a, b, &models);
    for (Size a = 0; a < r->detectors.n; a++)
        for (Size b = a + 1; b < r->detectors.n; b++)
            for (Size g = 0; g < r->generators.n; g++)
                compare_detectors(m, r, a, b, r->generators.v[g], &detectors);
    for (Size f = 0; f < r->fixers.n; f++)
        for (Size g = 0; generates(r, r->fixers.v[f]) && g < r->generators.n; g++)
            if (!str_eq(r->fixers.v[f], r->generators.v[g]))
                compare_own(m, r, r->fixers.v[f], r->generators.v[g], &own);
    if (!models.n && !detectors.n && !own.n) return;
    StudyTable *t = study_pairs_table(m, r->margin);
    study_pairs_show(m, t, "RQ1 vulnerable", &models, r->margin);
    study_pairs_show(m, t, "RQ2 right", &detectors, r->margin);
    study_pairs_show(m, t, "RQ3 repaired", &own, r->margin);
}

void fresh_first_three(StudyMaker *m, const StudyRecord *r)
{
    rq1(m, r);
    rq1_cwe(m, r);
    rq2(m, r);
    rq3(m, r);
    paired(m, r);
}
