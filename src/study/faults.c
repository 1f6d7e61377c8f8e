// study/faults: what else is wrong in the recorded data, counted: files that are no Python,
// findings that are not the scenario's, wrong CWE numbers, verdicts on unparsable repairs.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"
#include "peer/peer.h"

static bool member(const Str *v, Size n, Str s)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(v[i], s)) return true;
    return false;
}

static Strs pairs_of(StudyMaker *m)
{
    Strs out = {0};
    for (Size i = 0; i < m->p->rq4.n; i++)
        if (!member(out.v, out.n, m->p->rq4.v[i].pair)) *push(m->keep, &out) = m->p->rq4.v[i].pair;
    return out;
}

// ---- RQ4: last versions that no Python takes

typedef struct {
    Size files, bad, blank, indented, clean, clean_bad, fixed, fixed_bad;
} Broken;

static void count_broken(const StudyRun *r, Broken *b)
{
    const int last = STUDY_SCANS - 1;
    for (Size i = 0; r->has_code && i < r->code.n; i++) {
        const StudyCode *c = &r->code.v[i];
        bool first = member(r->flagged[0].v, r->flagged[0].n, c->id),
             still = member(r->flagged[last].v, r->flagged[last].n, c->id);
        b->files++;
        b->bad += !c->parses;
        b->blank += c->blank;
        b->indented += c->indented;
        b->clean += !first;
        b->clean_bad += !first && !c->parses;
        b->fixed += first && !still;
        b->fixed_bad += first && !still && !c->parses;
    }
}

static void no_python(StudyMaker *m)
{
    StudyTable *t = study_table(
        m, "rq4-unparsable", "RQ4: last versions that are no Python, though no engine complained",
        "pair|no Python|empty|parses without its indent|of the clean from the start|of the "
        "repaired",
        "Both engines skip what does not parse, so such a file counts as clean. \"Parses without "
        "its indent\": the shipped tool takes the code out of an answer with its blanks.");
    Strs all = pairs_of(m);
    for (Size i = 0; i < all.n; i++) {
        Broken b = {0};
        for (Size k = 0; k < m->p->rq4.n; k++)
            if (str_eq(m->p->rq4.v[k].pair, all.v[i])) count_broken(&m->p->rq4.v[k], &b);
        if (!b.files) continue;
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(all.v[i]));
        study_cell(m, row, "%td/%td", b.bad, b.files);
        study_cell(m, row, "%td", b.blank);
        study_cell(m, row, "%td", b.indented);
        study_cell(m, row, "%td/%td", b.clean_bad, b.clean);
        study_cell(m, row, "%td/%td", b.fixed_bad, b.fixed);
    }
}

// ---- RQ4: which findings

// Bandit files its XML tests under CWE-20; what they are about is XXE.
static bool is_scenario(const StudyEntry *e, int scenario)
{
    if (cwe_same_family(e->cwe, scenario)) return true;
    if (e->codeql) return study_codeql_means(e->what, scenario);
    return scenario == 611 && str_find(e->what, S("XML attacks")) >= 0;
}

// Entries of the first scan come first: they are as many as fit its flagged files.
static bool only_others(const StudyRun *r, Str file, Size entries)
{
    for (Size i = 0; i < entries; i++) {
        const StudyEntry *e = &r->entries.v[i];
        if (str_eq(e->file, file) && is_scenario(e, study_cwe(file))) return false;
    }
    return true;
}

static void which_findings(StudyMaker *m)
{
    StudyTable *t = study_table(
        m, "rq4-findings", "RQ4: what the findings are about",
        "pair|flagged at first|for other weaknesses than the scenario's alone|first scans resting "
        "on low severity alone|later scans|CodeQL entries with a wrong CWE number",
        "The scenario's: its CWE or one of its family, by the query's own tags where CodeQL found "
        "it. Low severity is known only of runs that kept their raw results. A wrong number is "
        "none of the query's tags: the shipped tool guesses it from the likeness of two names.");
    Strs all = pairs_of(m);
    for (Size i = 0; i < all.n; i++) {
        Size first = 0, others = 0, low = 0, low_of = 0, later = 0, later_of = 0, wrong = 0, ql = 0;
        for (Size k = 0; k < m->p->rq4.n; k++) {
            const StudyRun *r = &m->p->rq4.v[k];
            if (!str_eq(r->pair, all.v[i])) continue;
            first += r->flagged[0].n;
            for (Size f = 0; f < r->flagged[0].n; f++)
                others += only_others(r, r->flagged[0].v[f], r->first_entries);
            for (int s = 0; s < STUDY_SCANS; s++) {
                if (!r->has_raw[s]) continue;
                *(s ? &later : &low) += r->low[s];
                *(s ? &later_of : &low_of) += r->flagged[s].n;
            }
            for (Size e = 0; e < r->entries.n; e++) {
                ql += r->entries.v[e].codeql;
                wrong += r->entries.v[e].codeql &&
                         !study_codeql_means(r->entries.v[e].what, r->entries.v[e].cwe);
            }
        }
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(all.v[i]));
        study_cell(m, row, "%td", first);
        study_cell(m, row, "%td/%td", others, first);
        if (low_of) study_cell(m, row, "%td/%td", low, low_of);
        else study_cell(m, row, "not recoverable");
        if (low_of) study_cell(m, row, "%td/%td", later, later_of);
        else study_cell(m, row, "not recoverable");
        study_cell(m, row, "%td/%td", wrong, ql);
    }
}

void study_faults(StudyMaker *m)
{
    no_python(m);
    which_findings(m);
}

// ---- RQ3: repairs that are no Python

typedef struct {
    Size n, bad, repaired, repaired_bad, same, labelled, vulnerable;
} Repairs;

static Repairs look_at(StudyMaker *m, const StudyVerify *v)
{
    Repairs r = {.n = v->code.n};
    const StudyReview *was = study_review(m->p, v->source);
    for (Size i = 0; i < v->rows.n; i++) {
        const StudyCode *c = study_code(&v->code, v->rows.v[i].id);
        bool repaired = v->rows.v[i].label == 0;
        r.labelled += v->rows.v[i].label >= 0;
        r.repaired += repaired;
        r.repaired_bad += repaired && c && !c->parses;
    }
    for (Size i = 0; i < v->code.n; i++) {
        const StudyCode *old = was ? study_code(&was->code, v->code.v[i].id) : NULL;
        r.bad += !v->code.v[i].parses;
        r.same += old && str_eq(str_trim(old->text), str_trim(v->code.v[i].text));
    }
    for (Size i = 0; was && i < was->rows.n; i++) r.vulnerable += was->rows.v[i].label > 0;
    return r;
}

void study_repairs(StudyMaker *m)
{
    if (!m->p->rq3.n) return;
    StudyTable *t = study_table(
        m, "rq3-corrected", "RQ3 corrected: what is no Python is not repaired",
        "fixer|code of|recomputed|of all vulnerable|still Python|no Python|same as before|why",
        "Of all vulnerable: a file without verdict is not repaired either. Still Python: a repair "
        "that no Python takes is none, whatever its label. Swapped ids change no sum.");
    for (Size i = 0; i < m->p->rq3.n; i++) {
        const StudyVerify *v = &m->p->rq3.v[i];
        Repairs r = look_at(m, v);
        StudyRow *row = study_row(m, t);
        Size good = r.repaired - r.repaired_bad;
        study_cell(m, row, "%s", SHOWN(v->fixer));
        study_cell(m, row, "%s", SHOWN(v->source));
        study_cell(m, row, "%.1f (%td/%td)", study_percent(r.repaired, r.labelled), r.repaired,
                   r.labelled);
        study_cell(m, row, "%.1f (%td/%td)", study_percent(r.repaired, r.vulnerable), r.repaired,
                   r.vulnerable);
        if (r.n)
            study_cell(m, row, "%.1f (%td/%td)", study_percent(good, r.vulnerable), good,
                       r.vulnerable);
        else study_cell(m, row, "not recoverable");
        study_cell(m, row, r.n ? "%td/%td" : "not recoverable", r.bad, r.n);
        study_cell(m, row, r.n ? "%td" : "not recoverable", r.same);
        study_cell(m, row, "%td without verdict; %td labelled repaired but no Python",
                   r.vulnerable > r.labelled ? r.vulnerable - r.labelled : 0, r.repaired_bad);
    }
}

// ---- RQ1: one model, three times

void study_again_table(StudyMaker *m)
{
    const StudyReview *first = study_review(m->p, S("gpt4")), *more[2] = {0};
    for (Size i = 0; i < m->p->rq1.n; i++) {
        if (!study_again(&m->p->rq1.v[i])) continue;
        more[str_ends(m->p->rq1.v[i].model, S("third time"))] = &m->p->rq1.v[i];
    }
    if (!first || !more[0] || !more[1]) return;
    Size n = 0, same = 0;
    for (Size i = 0; i < first->rows.n; i++) {
        const StudyLabel *a = &first->rows.v[i], *b = study_find(&more[0]->rows, a->id),
                         *c = study_find(&more[1]->rows, a->id);
        if (!b || !c) continue;
        n++;
        same += (a->label > 0) == (b->label > 0) && (a->label > 0) == (c->label > 0);
    }
    StudyTable *t = study_table(m, "rq1-again", "RQ1: the same verdict in three generations",
                                "model|tasks|same verdict in all three|%", "");
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "GPT-4");
    study_cell(m, row, "%td", n);
    study_cell(m, row, "%td", same);
    study_rate(m, row, same, n);
}
