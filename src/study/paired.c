// study/paired: models on the same tasks and detectors on the same files, compared by the cases in
// which they differ.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"

void study_pair(StudyMaker *m, StudyPairs *out, StudyPair p)
{
    p.p = stat_mcnemar(p.first, p.second);
    if (p.n) *push(m->keep, out) = p;
}

// RQ1: which tasks only one of the two models solves with vulnerable code.
static void compare_models(StudyMaker *m, const StudyReview *a, const StudyReview *b,
                           StudyPairs *out)
{
    StudyPair p = {.a = a->model, .b = b->model};
    for (Size i = 0; i < a->rows.n; i++) {
        const StudyLabel *x = &a->rows.v[i], *y = study_find(&b->rows, x->id);
        if (!y) continue;
        p.n++;
        p.first += x->label > 0 && y->label <= 0;
        p.second += x->label <= 0 && y->label > 0;
    }
    study_pair(m, out, p);
}

// RQ2: which files only one of the two detectors judges rightly.
static void compare_detectors(StudyMaker *m, const StudyDetect *a, const StudyDetect *b,
                              StudyPairs *out)
{
    const StudyReview *truth = study_review(m->p, a->source);
    StudyPair p = {.a = a->detector, .b = b->detector, .of = a->source};
    for (Size i = 0; truth && i < a->rows.n; i++) {
        const StudyLabel *x = &a->rows.v[i], *y = study_find(&b->rows, x->id),
                         *is = study_find(&truth->rows, x->id);
        if (!y || !is) continue;
        bool first = (x->label > 0) == (is->label > 0), second = (y->label > 0) == (is->label > 0);
        p.n++;
        p.first += first && !second;
        p.second += second && !first;
    }
    study_pair(m, out, p);
}

// Holm 1979: the k-th smallest of n values times n - k, never below the one before.
static void holm(StudyPairs *family)
{
    double last = 0;
    for (Size i = 0; i < family->n; i++) family->v[i].holm = -1;
    for (Size k = 0; k < family->n; k++) {
        StudyPair *least = NULL;
        for (Size i = 0; i < family->n; i++)
            if (family->v[i].holm < 0 && (!least || family->v[i].p < least->p))
                least = &family->v[i];
        double p = least->p * (double)(family->n - k);
        last = p > last ? p : last;
        least->holm = last > 1 ? 1 : last;
    }
}

// RQ3: on tasks of which both versions were vulnerable and judged, which of them the fixer repaired:
// its own, or the other model's.
static void compare_own(StudyMaker *m, const StudyVerify *own, const StudyVerify *other,
                        StudyPairs *out)
{
    StudyPair p = {.a = own->source, .b = other->source, .of = own->fixer};
    for (Size i = 0; i < own->rows.n; i++) {
        const StudyLabel *x = &own->rows.v[i], *y = study_find(&other->rows, x->id);
        if (!y || x->label < 0 || y->label < 0) continue;
        p.n++;
        p.first += x->label == 0 && y->label > 0;
        p.second += x->label > 0 && y->label == 0;
    }
    study_pair(m, out, p);
}

StudyTable *study_pairs_table(StudyMaker *m, double margin)
{
    StudyTable *t = study_table(
        m, "paired", "The same cases: do two models, or two detectors, differ?",
        "case|first|second|code of, or fixer|cases|only first|only second|p|p (Holm)|difference, "
        "points|95%",
        "Exact McNemar test on the cases in which one alone is vulnerable (RQ1, by task), right "
        "(RQ2, by file) or repaired (RQ3, own code against another's, on tasks vulnerable in both: "
        "two different texts, so what differs may be the code and not the fixer). Holm's "
        "correction within each question; intervals by Agresti and Min.");
    if (margin > 0) *push(m->keep, &t->head) = str_fmt(m->keep, "equal within %.3g points", margin);
    return t;
}

void study_pairs_show(StudyMaker *m, StudyTable *t, const char *what, StudyPairs *family,
                      double margin)
{
    holm(family);
    for (Size i = 0; i < family->n; i++) {
        const StudyPair *p = &family->v[i];
        StudyRow *row = study_row(m, t);
        Interval ci = stat_paired(p->first, p->second, p->n, 1.959963984540054),
                 // two one-sided tests at 5%: the 90% interval lies within the margin
            inner = stat_paired(p->first, p->second, p->n, 1.644853626951472);
        study_cell(m, row, "%s", what);
        study_cell(m, row, "%s", SHOWN(p->a));
        study_cell(m, row, "%s", SHOWN(p->b));
        study_cell(m, row, "%s", SHOWN(p->of.len ? p->of : S("-")));
        study_cell(m, row, "%td", p->n);
        study_cell(m, row, "%td", p->first);
        study_cell(m, row, "%td", p->second);
        study_cell(m, row, "%.3g", p->p);
        study_cell(m, row, "%.3g", p->holm);
        study_cell(m, row, "%.1f", 100 * ((double)p->first - (double)p->second) / (double)p->n);
        study_cell(m, row, "%.1f to %.1f", 100 * ci.low, 100 * ci.high);
        bool equal = 100 * inner.low > -margin && 100 * inner.high < margin;
        if (margin > 0) study_cell(m, row, "%s", equal ? "shown" : "not shown");
    }
}

void study_paired(StudyMaker *m)
{
    const StudyPackage *p = m->p;
    StudyPairs models = {0}, detectors = {0}, own = {0};
    for (Size i = 0; i < p->rq1.n; i++)
        for (Size k = i + 1; k < p->rq1.n; k++)
            if (!study_again(&p->rq1.v[i]) && !study_again(&p->rq1.v[k]))
                compare_models(m, &p->rq1.v[i], &p->rq1.v[k], &models);
    for (Size i = 0; i < p->rq2.n; i++)
        for (Size k = i + 1; k < p->rq2.n; k++)
            if (str_eq(p->rq2.v[i].source, p->rq2.v[k].source))
                compare_detectors(m, &p->rq2.v[i], &p->rq2.v[k], &detectors);
    for (Size i = 0; i < p->rq3.n; i++)
        for (Size k = 0; k < p->rq3.n; k++)
            if (str_eq(p->rq3.v[i].fixer, p->rq3.v[k].fixer) && i != k &&
                str_eq(p->rq3.v[i].source, p->rq3.v[i].fixer))
                compare_own(m, &p->rq3.v[i], &p->rq3.v[k], &own);
    if (!models.n && !detectors.n && !own.n) return;
    StudyTable *t = study_pairs_table(m, 0);
    study_pairs_show(m, t, "RQ1 vulnerable", &models, 0);
    study_pairs_show(m, t, "RQ2 right", &detectors, 0);
    study_pairs_show(m, t, "RQ3 repaired", &own, 0);
}
