// study/tables: RQ1 to RQ3 as tables, and the published cells that differ.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"

// Names of models and runs are names of files: nothing in them may steer a terminal or break a
// table's row.
Str study_plain(Str s, Arena *keep)
{
    char *out = new (keep, char, s.len + 1);
    for (Size i = 0; i < s.len; i++)
        out[i] = (unsigned char)s.s[i] < 0x20 || (unsigned char)s.s[i] >= 0x7f ? '?' : s.s[i];
    return (Str){out, s.len};
}

void study_cell(StudyMaker *m, StudyRow *row, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    *push(m->keep, row) = study_plain(str_of(text), m->keep);
}

StudyTable *study_table(StudyMaker *m, const char *id, const char *title, const char *head,
                        const char *note)
{
    StudyTable *t = push(m->keep, &m->out->tables);
    *t = (StudyTable){.id = str_of(id), .title = str_of(title), .note = str_of(note)};
    Str rest = str_of(head), one;
    while (str_cut(&rest, S("|"), &one)) *push(m->keep, &t->head) = one;
    return t;
}

StudyRow *study_row(StudyMaker *m, StudyTable *t)
{
    StudyRow *row = push(m->keep, &t->rows);
    *row = (StudyRow){0};
    return row;
}

const char *study_shown(Str model, char *text, size_t most)
{
    static const struct {
        Str key, name;
    } names[] = {{L("gpt3.5"), L("GPT-3.5")},
                 {L("gpt4"), L("GPT-4")},
                 {L("llama"), L("Code Llama")},
                 {L("codegeex"), L("CodeGeeX2")},
                 {L("codegeex2"), L("CodeGeeX2")}};
    snprintf(text, most, "%.*s", STR_ARG(model));
    for (Size i = 0; i < countof(names); i++)
        if (str_eq(model, names[i].key)) snprintf(text, most, "%s", names[i].name.s);
    return text;
}

double study_percent(Size a, Size b) { return b ? 100.0 * (double)a / (double)b : 0; }

void study_rate(StudyMaker *m, StudyRow *row, Size a, Size b)
{
    if (b) study_cell(m, row, "%.1f", study_percent(a, b));
    else study_cell(m, row, "-");
}

const StudyLabel *study_find(const StudyLabels *rows, Str id)
{
    for (Size i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].id, id)) return &rows->v[i];
    return NULL;
}

const StudyReview *study_review(const StudyPackage *p, Str model)
{
    for (Size i = 0; i < p->rq1.n; i++)
        if (str_eq(p->rq1.v[i].model, model)) return &p->rq1.v[i];
    return NULL;
}

// The 67 tasks of RQ4, as RQ1 writes them: "CWE-020-author_1.py" is "CWE-020/author_1.py".
static bool in_rq4(const StudyPackage *p, Str id)
{
    for (Size r = 0; r < p->rq4.n; r++)
        for (Size i = 0; i < p->rq4.v[r].files[0].n; i++) {
            Str f = p->rq4.v[r].files[0].v[i];
            Size slash = str_find(id, S("/"));
            if (f.len == id.len && slash > 0 && memcmp(f.s, id.s, (size_t)slash) == 0 &&
                memcmp(f.s + slash + 1, id.s + slash + 1, (size_t)(id.len - slash - 1)) == 0)
                return true;
        }
    return false;
}

static Size count(const StudyLabels *rows, double label)
{
    Size n = 0;
    for (Size i = 0; i < rows->n; i++)
        n += rows->v[i].label >= label - 0.01 && rows->v[i].label <= label + 0.01;
    return n;
}

// ---- RQ1

static void rq1_row(StudyMaker *m, StudyTable *t, const char *name, Size one, Size half, Size zero,
                    Size of4, Size n4)
{
    Size n = one + half + zero;
    Interval ci = stat_wilson(one + half, n);
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%s", name);
    study_cell(m, row, "%td", one);
    study_cell(m, row, "%td", half);
    study_cell(m, row, "%td", zero);
    study_cell(m, row, "%td/%td", one + half, n);
    study_cell(m, row, "%.1f", study_percent(one + half, n));
    study_cell(m, row, "%.1f to %.1f", 100 * ci.low, 100 * ci.high);
    study_cell(m, row, "%.1f", study_percent(one, n));
    if (n4) study_cell(m, row, "%td/%td = %.1f", of4, n4, study_percent(of4, n4));
    else study_cell(m, row, "-");
}

// The discussion's second and third generation by one model: rows of their own, never in a sum.
bool study_again(const StudyReview *r) { return str_ends(r->model, S(" time")); }

static void rq1(StudyMaker *m)
{
    const StudyPackage *p = m->p;
    StudyTable *t =
        study_table(m, "rq1", "RQ1: how much generated code is vulnerable",
                    "model|1|0.5|0|vulnerable|%|95% (Wilson)|% if 0.5 is not|on RQ4's tasks",
                    "A label of 0.5 counts as vulnerable, as the published figure 1 counts it; its "
                    "meaning is not documented.");
    Size all[3] = {0};
    for (Size i = 0; i < p->rq1.n; i++) {
        const StudyLabels *r = &p->rq1.v[i].rows;
        Size one = count(r, 1), half = count(r, 0.5), zero = count(r, 0), n4 = 0, of4 = 0;
        for (Size j = 0; j < r->n; j++)
            if (in_rq4(p, r->v[j].id)) n4++, of4 += r->v[j].label > 0;
        rq1_row(m, t, SHOWN(p->rq1.v[i].model), one, half, zero, of4, n4);
        if (study_again(&p->rq1.v[i])) continue;
        all[0] += one, all[1] += half, all[2] += zero;
    }
    if (p->rq1.n > 1) rq1_row(m, t, "all", all[0], all[1], all[2], 0, 0);
}

static int by_int(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

typedef struct {
    int *v;
    Size n, cap;
} Ints;

static Ints all_cwes(StudyMaker *m)
{
    Ints out = {0};
    for (Size i = 0; i < m->p->rq1.n; i++)
        for (Size j = 0; j < m->p->rq1.v[i].rows.n; j++) {
            bool there = false;
            for (Size k = 0; k < out.n; k++) there |= out.v[k] == m->p->rq1.v[i].rows.v[j].cwe;
            if (!there) *push(m->keep, &out) = m->p->rq1.v[i].rows.v[j].cwe;
        }
    sort_items(out.v, out.n, sizeof *out.v, by_int, *m->keep);
    return out;
}

static void rq1_cwe(StudyMaker *m)
{
    const StudyPackage *p = m->p;
    StudyTable *t = study_table(m, "rq1-cwe", "RQ1 by CWE: vulnerable of tasks", "CWE",
                                "One to eight tasks a cell: descriptive only.");
    for (Size i = 0; i < p->rq1.n; i++) study_cell(m, &t->head, "%s", SHOWN(p->rq1.v[i].model));
    Ints cwes = all_cwes(m);
    for (Size c = 0; c < cwes.n; c++) {
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%d", cwes.v[c]);
        for (Size i = 0; i < p->rq1.n; i++) {
            Size hit = 0, n = 0;
            for (Size j = 0; j < p->rq1.v[i].rows.n; j++)
                if (p->rq1.v[i].rows.v[j].cwe == cwes.v[c])
                    n++, hit += p->rq1.v[i].rows.v[j].label > 0;
            study_cell(m, row, "%td/%td", hit, n);
        }
    }
}

// ---- RQ2

StudyRow *study_counts(StudyMaker *m, StudyTable *t, Str who, Str whose, StudyCounts c)
{
    Size n = c.tp + c.fp + c.tn + c.fn;
    double prec = study_percent(c.tp, c.tp + c.fp), rec = study_percent(c.tp, c.tp + c.fn);
    double fpr = study_percent(c.fp, c.fp + c.tn);
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s", STR_ARG(who));
    study_cell(m, row, "%.*s", STR_ARG(whose));
    Size counts[] = {c.tp, c.fp, c.tn, c.fn};
    for (Size i = 0; i < countof(counts); i++) study_cell(m, row, "%td", counts[i]);
    study_rate(m, row, c.tp + c.tn, n);
    study_rate(m, row, c.tp, c.tp + c.fp);
    study_rate(m, row, c.tp, c.tp + c.fn);
    if (prec + rec > 0) study_cell(m, row, "%.1f", 2 * prec * rec / (prec + rec));
    else study_cell(m, row, "-");
    study_rate(m, row, c.fp, c.fp + c.tn);
    if (c.tp + c.fn && c.fp + c.tn) study_cell(m, row, "%.1f", (rec + 100 - fpr) / 2);
    else study_cell(m, row, "-");
    study_cell(m, row, "%td/%td", c.tp + c.tn, n);
    return row;
}

static StudyCounts confusion(const StudyDetect *d, const StudyReview *truth)
{
    StudyCounts c = {0};
    for (Size i = 0; i < d->rows.n; i++) {
        const StudyLabel *l = study_find(&truth->rows, d->rows.v[i].id);
        bool said = d->rows.v[i].label > 0, is = l && l->label > 0;
        if (l) c.tp += said && is, c.fp += said && !is, c.tn += !said && !is, c.fn += !said && is;
    }
    return c;
}

static void rq2(StudyMaker *m)
{
    const StudyPackage *p = m->p;
    StudyTable *t = study_table(m, "rq2", "RQ2: can a model tell (positive: vulnerable)",
                                "detector|code of|TP|FP|TN|FN|acc|prec|rec|F1|FPR|balanced|right",
                                "Always answering \"vulnerable\" is the baseline: recall and false "
                                "positive rate tell more than accuracy.");
    for (Size i = 0; i < p->rq2.n;) {
        StudyCounts sum = {0};
        Size k = i, judged = 0;
        for (; k < p->rq2.n && str_eq(p->rq2.v[k].detector, p->rq2.v[i].detector); k++) {
            const StudyReview *truth = study_review(p, p->rq2.v[k].source);
            if (!truth) continue;
            StudyCounts c = confusion(&p->rq2.v[k], truth);
            judged++;
            study_counts(m, t, str_of(SHOWN(p->rq2.v[k].detector)),
                         str_of(SHOWN(p->rq2.v[k].source)), c);
            sum = (StudyCounts){sum.tp + c.tp, sum.fp + c.fp, sum.tn + c.tn, sum.fn + c.fn};
        }
        if (judged > 1) study_counts(m, t, str_of(SHOWN(p->rq2.v[i].detector)), S("all"), sum);
        i = k;
    }
    StudyCounts base = {0};
    for (Size i = 0; i < p->rq1.n; i++)
        for (Size j = 0; j < p->rq1.v[i].rows.n; j++) {
            bool twice = study_again(&p->rq1.v[i]);
            if (!twice && p->rq1.v[i].rows.v[j].label > 0) base.tp++;
            else if (!twice) base.fp++;
        }
    if (base.tp) study_counts(m, t, S("always \"vulnerable\""), S("all"), base);
}

// ---- RQ3

typedef struct {
    Size repaired, labelled, vulnerable, label[4], of4, n4;
} Repaired;

static Repaired repaired(const StudyPackage *p, const StudyVerify *v)
{
    const StudyReview *was = study_review(p, v->source);
    Repaired r = {.label = {count(&v->rows, 1), count(&v->rows, 0.5), count(&v->rows, 0),
                            count(&v->rows, -1)}};
    r.repaired = r.label[2];
    r.labelled = r.label[0] + r.label[1] + r.label[2];
    for (Size i = 0; was && i < was->rows.n; i++) {
        if (was->rows.v[i].label <= 0) continue;
        r.vulnerable++;
        r.n4 += in_rq4(p, was->rows.v[i].id);
    }
    for (Size i = 0; r.n4 && i < v->rows.n; i++) // by the verdicts' own ids, two of which
                                                 // are swapped
        r.of4 += v->rows.v[i].label == 0 && in_rq4(p, v->rows.v[i].id);
    return r;
}

static void rq3_row(StudyMaker *m, StudyTable *t, const char *who, const char *whose, Repaired r)
{
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%s", who);
    study_cell(m, row, "%s", whose);
    study_cell(m, row, "%td/%td", r.repaired, r.labelled);
    study_rate(m, row, r.repaired, r.labelled);
    study_cell(m, row, "%td/%td", r.repaired, r.vulnerable);
    study_rate(m, row, r.repaired, r.vulnerable);
    study_cell(m, row, "%td/%td/%td/%td", r.label[0], r.label[1], r.label[2], r.label[3]);
    if (r.n4) study_cell(m, row, "%td/%td", r.of4, r.n4);
    else study_cell(m, row, "-");
}

static Repaired plus(Repaired a, Repaired b)
{
    a.repaired += b.repaired, a.labelled += b.labelled, a.vulnerable += b.vulnerable;
    a.of4 += b.of4, a.n4 += b.n4;
    for (int i = 0; i < 4; i++) a.label[i] += b.label[i];
    return a;
}

static void rq3(StudyMaker *m)
{
    const StudyPackage *p = m->p;
    StudyTable *t = study_table(m, "rq3", "RQ3: one round of repair, judged by people",
                                "fixer|code of|repaired of labelled|%|repaired of "
                                "vulnerable|%|labels 1/0.5/0/-1|on RQ4's tasks",
                                "0 is repaired; -1 is no verdict or nothing to repair. Published: "
                                "33.2 (GPT-3.5) to 59.6 (GPT-4, of all vulnerable).");
    StudyTable *s = study_table(m, "rq3-self", "RQ3: own code against other models' code",
                                "fixer|own|%|other|%",
                                "The sources differ in their code, so this comparison is "
                                "confounded; the paired test is among the comparisons.");
    for (Size i = 0; i < p->rq3.n;) {
        Repaired all = {0}, own = {0}, other = {0};
        Size k = i;
        for (; k < p->rq3.n && str_eq(p->rq3.v[k].fixer, p->rq3.v[i].fixer); k++) {
            Repaired r = repaired(p, &p->rq3.v[k]);
            rq3_row(m, t, SHOWN(p->rq3.v[k].fixer), SHOWN(p->rq3.v[k].source), r);
            all = plus(all, r);
            if (str_eq(p->rq3.v[k].fixer, p->rq3.v[k].source)) own = plus(own, r);
            else other = plus(other, r);
        }
        if (k - i > 1) rq3_row(m, t, SHOWN(p->rq3.v[i].fixer), "all", all);
        StudyRow *row = study_row(m, s);
        study_cell(m, row, "%s", SHOWN(p->rq3.v[i].fixer));
        study_cell(m, row, "%td/%td", own.repaired, own.labelled);
        study_rate(m, row, own.repaired, own.labelled);
        study_cell(m, row, "%td/%td", other.repaired, other.labelled);
        study_rate(m, row, other.repaired, other.labelled);
        i = k;
    }
}

void study_first_three(StudyMaker *m, bool corrected)
{
    if (m->p->rq1.n) rq1(m), rq1_cwe(m);
    study_again_table(m);
    if (m->p->rq2.n) rq2(m);
    if (m->p->rq3.n) rq3(m);
    if (corrected) study_repairs(m);
    study_paired(m);
    study_differences(m);
}
