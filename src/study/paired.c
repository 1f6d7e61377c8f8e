// study/paired: models on the same tasks and detectors on the same files, compared by the cases in
// which they differ.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"

typedef struct {
    Str a, b, of;
    Size n, first, second;
    double p, holm;
} Pair;
typedef struct {
    Pair *v;
    Size n, cap;
} Pairs;

static void add_pair(StudyMaker *m, Pairs *out, Pair p)
{
    p.p = stat_mcnemar(p.first, p.second);
    if (p.n) *push(m->keep, out) = p;
}

// RQ1: which tasks only one of the two models solves with vulnerable code.
static void compare_models(StudyMaker *m, const StudyReview *a, const StudyReview *b, Pairs *out)
{
    Pair p = {.a = a->model, .b = b->model};
    for (Size i = 0; i < a->rows.n; i++) {
        const StudyLabel *x = &a->rows.v[i], *y = study_find(&b->rows, x->id);
        if (!y) continue;
        p.n++;
        p.first += x->label > 0 && y->label <= 0;
        p.second += x->label <= 0 && y->label > 0;
    }
    add_pair(m, out, p);
}

// RQ2: which files only one of the two detectors judges rightly.
static void compare_detectors(StudyMaker *m, const StudyDetect *a, const StudyDetect *b, Pairs *out)
{
    const StudyReview *truth = study_review(m->p, a->source);
    Pair p = {.a = a->detector, .b = b->detector, .of = a->source};
    for (Size i = 0; truth && i < a->rows.n; i++) {
        const StudyLabel *x = &a->rows.v[i], *y = study_find(&b->rows, x->id),
                         *is = study_find(&truth->rows, x->id);
        if (!y || !is) continue;
        bool first = (x->label > 0) == (is->label > 0), second = (y->label > 0) == (is->label > 0);
        p.n++;
        p.first += first && !second;
        p.second += second && !first;
    }
    add_pair(m, out, p);
}

// Holm 1979: the k-th smallest of n values times n - k, never below the one before.
static void holm(Pairs *family)
{
    double last = 0;
    for (Size i = 0; i < family->n; i++) family->v[i].holm = -1;
    for (Size k = 0; k < family->n; k++) {
        Pair *least = NULL;
        for (Size i = 0; i < family->n; i++)
            if (family->v[i].holm < 0 && (!least || family->v[i].p < least->p))
                least = &family->v[i];
        double p = least->p * (double)(family->n - k);
        last = p > last ? p : last;
        least->holm = last > 1 ? 1 : last;
    }
}

static void show(StudyMaker *m, StudyTable *t, const char *what, const Pairs *family)
{
    for (Size i = 0; i < family->n; i++) {
        const Pair *p = &family->v[i];
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%s", what);
        study_cell(m, row, "%.*s", STR_ARG(p->a));
        study_cell(m, row, "%.*s", STR_ARG(p->b));
        study_cell(m, row, "%.*s", STR_ARG(p->of.len ? p->of : S("-")));
        study_cell(m, row, "%td", p->n);
        study_cell(m, row, "%td", p->first);
        study_cell(m, row, "%td", p->second);
        study_cell(m, row, "%.3g", p->p);
        study_cell(m, row, "%.3g", p->holm);
    }
}

void study_paired(StudyMaker *m)
{
    const StudyPackage *p = m->p;
    Pairs models = {0}, detectors = {0};
    for (Size i = 0; i < p->rq1.n; i++)
        for (Size k = i + 1; k < p->rq1.n; k++)
            if (!study_again(&p->rq1.v[i]) && !study_again(&p->rq1.v[k]))
                compare_models(m, &p->rq1.v[i], &p->rq1.v[k], &models);
    for (Size i = 0; i < p->rq2.n; i++)
        for (Size k = i + 1; k < p->rq2.n; k++)
            if (str_eq(p->rq2.v[i].source, p->rq2.v[k].source))
                compare_detectors(m, &p->rq2.v[i], &p->rq2.v[k], &detectors);
    if (!models.n && !detectors.n) return;
    holm(&models);
    holm(&detectors);
    StudyTable *t = study_table(
        m, "paired", "The same cases: do two models, or two detectors, differ?",
        "case|first|second|code of|cases|only first|only second|p|p (Holm)",
        "Exact McNemar test on the cases in which one alone is vulnerable (RQ1, by task) or right "
        "(RQ2, by file); Holm's correction within each question.");
    show(m, t, "RQ1 vulnerable", &models);
    show(m, t, "RQ2 right", &detectors);
}
