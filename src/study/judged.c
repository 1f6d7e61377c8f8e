// study/judged: the recorded code as other judges see it: agreement with the people's labels, the
// repairs that they would accept, and the rounds as seen by a judge that was not in the loop.
// SPDX-License-Identifier: MIT
#include "study/judge.h"
#include "study/study_int.h"

// ---- all code of the package in one list, so that each judge runs once

typedef struct {
    struct {
        JudgeCase *v;
        Size n, cap;
    } cases;
    JudgeSaid *said;
} Asked;

static void add(StudyMaker *m, Asked *a, const StudyCodes *codes)
{
    for (Size i = 0; i < codes->n; i++)
        *push(m->keep, &a->cases) = (JudgeCase){codes->v[i].id, codes->v[i].text, codes->v[i].cwe};
}

static void add_all(StudyMaker *m, Asked *a)
{
    const StudyPackage *p = m->p;
    for (Size i = 0; i < p->rq1.n; i++) add(m, a, &p->rq1.v[i].code);
    for (Size i = 0; i < p->rq3.n; i++) add(m, a, &p->rq3.v[i].code);
    for (Size i = 0; i < p->rq4.n; i++) {
        add(m, a, &p->rq4.v[i].code);
        for (int k = 0; k < STUDY_SCANS; k++) add(m, a, &p->rq4.v[i].each[k]);
    }
}

// The verdicts on a list that was added, by going the same way again.
static const JudgeSaid *next(Asked *a, Size *at, const StudyCodes *codes)
{
    const JudgeSaid *said = a->said + *at;
    *at += codes->n;
    return said;
}

// ---- agreement with people

typedef struct {
    Size tp, fp, tn, fn, none;
} Agreement;

static void count(Agreement *a, bool is, const JudgeSaid *s)
{
    if (!s->judged) a->none++;
    else if (is) *(s->scenario ? &a->tp : &a->fn) += 1;
    else *(s->scenario ? &a->fp : &a->tn) += 1;
}

static void agreement_row(StudyMaker *m, StudyTable *t, Str judge, Str whose, Agreement a)
{
    StudyRow *row = study_row(m, t);
    Size n = a.tp + a.fp + a.tn + a.fn;
    study_cell(m, row, "%.*s", STR_ARG(judge));
    study_cell(m, row, "%.*s", STR_ARG(whose));
    Size counts[] = {a.tp, a.fp, a.tn, a.fn, a.none};
    for (Size i = 0; i < countof(counts); i++) study_cell(m, row, "%td", counts[i]);
    study_rate(m, row, a.tp + a.tn, n);
    study_rate(m, row, a.tp, a.tp + a.fn);
    study_rate(m, row, a.fp, a.fp + a.tn);
    study_cell(m, row, "%.2f", stat_kappa(a.tp, a.fp, a.fn, a.tn));
}

static void judge_rq1(StudyMaker *m, Asked *a, Size *at, Str judge, StudyTable *t, StudyTable *by)
{
    Agreement all = {0};
    Map cwes = {0};
    for (Size i = 0; i < m->p->rq1.n; i++) {
        const StudyReview *r = &m->p->rq1.v[i];
        const JudgeSaid *said = next(a, at, &r->code);
        Agreement one = {0};
        for (Size k = 0; k < r->code.n; k++) {
            const StudyLabel *l = study_find(&r->rows, r->code.v[k].id);
            if (!l) continue;
            count(&one, l->label > 0, &said[k]);
            void **c = map_at(m->keep, &cwes, str_fmt(m->keep, "%05d", l->cwe));
            if (!*c) *c = new (m->keep, Agreement, 1);
            count(*c, l->label > 0, &said[k]);
        }
        all = (Agreement){all.tp + one.tp, all.fp + one.fp, all.tn + one.tn, all.fn + one.fn,
                          all.none + one.none};
        if (r->code.n) agreement_row(m, t, judge, r->model, one);
    }
    agreement_row(m, t, judge, S("all"), all);
    for (Size i = 0; i < cwes.items.n; i++) {
        const Agreement *c = cwes.items.v[i].value;
        StudyRow *row = study_row(m, by);
        study_cell(m, row, "%.*s", STR_ARG(judge));
        int64_t cwe = 0;
        (void)str_int(cwes.items.v[i].key, &cwe);
        study_cell(m, row, "%d", (int)cwe);
        study_cell(m, row, "%td/%td", c->tp, c->tp + c->fn);
        study_cell(m, row, "%td/%td", c->fp, c->fp + c->tn);
        study_cell(m, row, "%td/%td", c->tp + c->tn, c->tp + c->tn + c->fp + c->fn);
    }
}

static void judge_rq3(StudyMaker *m, Asked *a, Size *at, Str judge, StudyTable *t)
{
    for (Size i = 0; i < m->p->rq3.n; i++) {
        const StudyVerify *v = &m->p->rq3.v[i];
        const JudgeSaid *said = next(a, at, &v->code);
        Size good = 0, good_of = 0, bad = 0, bad_of = 0, none = 0;
        for (Size k = 0; k < v->code.n; k++) {
            const StudyLabel *l = study_find(&v->rows, v->code.v[k].id);
            if (!l || l->label < 0) continue;
            if (!said[k].judged) none++;
            else if (l->label == 0) good_of++, good += !said[k].scenario;
            else bad_of++, bad += said[k].scenario;
        }
        if (!v->code.n) continue;
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(judge));
        study_cell(m, row, "%.*s", STR_ARG(v->fixer));
        study_cell(m, row, "%.*s", STR_ARG(v->source));
        study_cell(m, row, "%td/%td", good, good_of);
        study_cell(m, row, "%td/%td", bad, bad_of);
        study_cell(m, row, "%td", none);
    }
}

// ---- RQ4 by a judge outside: a file's text after k rounds is the last one made by then

typedef struct {
    Size any, scenario, none;
} Seen;

static void see(Seen *s, const JudgeSaid *j)
{
    s->none += !j->judged;
    s->any += j->judged && j->any;
    s->scenario += j->judged && j->scenario;
}

static bool kept_all(const StudyRun *r) { return r->each[0].n > 0; }

static void curve_row(StudyMaker *m, StudyTable *t, Str judge, Str run, const char *oracle,
                      const Size *v, Size files)
{
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s", STR_ARG(judge));
    study_cell(m, row, "%.*s", STR_ARG(run));
    study_cell(m, row, "%s", oracle);
    study_cell(m, row, "%td", files);
    for (int k = 0; k < STUDY_SCANS; k++) study_cell(m, row, "%td", v[k]);
    const int last = STUDY_SCANS - 1;
    if (v[0]) study_cell(m, row, "%.1f", 100 * (1 - (double)v[last] / (double)v[0]));
    else study_cell(m, row, "-");
}

static void judge_rounds(StudyMaker *m, const StudyRun *r, const JudgeSaid *const *said, Str judge,
                         StudyTable *t)
{
    Size any[STUDY_SCANS] = {0}, scenario[STUDY_SCANS] = {0}, none[STUDY_SCANS] = {0};
    for (Size f = 0; f < r->each[0].n; f++) {
        const JudgeSaid *now = &said[0][f];
        for (int k = 0; k < STUDY_SCANS; k++) {
            const StudyCode *c = study_code(&r->each[k], r->each[0].v[f].id);
            if (c) now = &said[k][c - r->each[k].v];
            none[k] += !now->judged;
            any[k] += now->judged && now->any;
            scenario[k] += now->judged && now->scenario;
        }
    }
    curve_row(m, t, judge, r->run, "any finding", any, r->each[0].n);
    curve_row(m, t, judge, r->run, "the scenario's CWE", scenario, r->each[0].n);
    curve_row(m, t, judge, r->run, "not judged", none, r->each[0].n);
}

static void judge_rq4(StudyMaker *m, Asked *a, Size *at, Str judge, StudyTable *curves,
                      StudyTable *ends)
{
    for (Size i = 0; i < m->p->rq4.n; i++) {
        const StudyRun *r = &m->p->rq4.v[i];
        const JudgeSaid *last = next(a, at, &r->code), *each[STUDY_SCANS];
        for (int k = 0; k < STUDY_SCANS; k++) each[k] = next(a, at, &r->each[k]);
        if (kept_all(r)) judge_rounds(m, r, each, judge, curves);
        if (!r->has_code) continue;
        Seen s = {0};
        for (Size k = 0; k < r->code.n; k++) see(&s, &last[k]);
        StudyRow *row = study_row(m, ends);
        study_cell(m, row, "%.*s", STR_ARG(judge));
        study_cell(m, row, "%.*s", STR_ARG(r->run));
        study_cell(m, row, "%td", r->flagged[STUDY_SCANS - 1].n);
        study_cell(m, row, "%td/%td", s.any, r->code.n);
        study_cell(m, row, "%td/%td", s.scenario, r->code.n);
        study_cell(m, row, "%td", s.none);
    }
}

Err study_judged(const StudyPackage *p, const Str *judges, Size n, Arena *keep, StudyReport *out)
{
    StudyMaker m = {p, out, keep};
    Asked a = {0};
    add_all(&m, &a);
    StudyTable *t = study_table(
        &m, "judges", "Other judges: agreement with the people's labels on RQ1's code",
        "judge|code of|TP|FP|TN|FN|not judged|agree|recall|FPR|kappa",
        "A judge says vulnerable when it finds the task's CWE or one of its family. Files that it "
        "could not judge (no Python, engine absent) are in no rate.");
    StudyTable *by = study_table(&m, "judges-cwe", "Other judges by CWE",
                                 "judge|CWE|found of vulnerable|alarms on secure|agree",
                                 "Few files a cell: descriptive only.");
    StudyTable *rq3 = study_table(&m, "judges-rq3", "Other judges on RQ3's repairs",
                                  "judge|fixer|code of|clean of those labelled repaired|found in "
                                  "those labelled vulnerable|not judged",
                                  "");
    StudyTable *rq4 =
        study_table(&m, "judges-rq4", "RQ4's rounds as seen by judges",
                    "judge|run|what counts|files|V0|V1|V2|V3|V4|V5|success %",
                    "Only runs that kept each round's code. suture was not in the study's loop; "
                    "Bandit and CodeQL were, so their own curves flatter.");
    StudyTable *ends = study_table(&m, "judges-final", "RQ4's last versions as seen by judges",
                                   "judge|run|flagged in the loop|any finding|the scenario's "
                                   "CWE|not judged",
                                   "");
    a.said = new (keep, JudgeSaid, a.cases.n + 1);
    for (Size i = 0; i < n; i++) {
        Str version = {0};
        Size at = 0;
        if (!judge_known(judges[i]))
            return err_new(keep, ERR_CONFIG, "there is no judge '%.*s'", STR_ARG(judges[i]));
        Err err = judge_codes(judges[i], a.cases.v, a.cases.n, keep, a.said, &version);
        if (err.kind) return err;
        if (!version.len) {
            *push(keep, &out->pkg.trouble) =
                str_fmt(keep, "%.*s did not run: %.*s", STR_ARG(judges[i]),
                        STR_ARG(a.cases.n ? a.said[0].why : S("nothing to judge")));
            out->pkg.lost++;
            continue;
        }
        judge_rq1(&m, &a, &at, judges[i], t, by);
        judge_rq3(&m, &a, &at, judges[i], rq3);
        judge_rq4(&m, &a, &at, judges[i], rq4, ends);
    }
    return (Err){0};
}
