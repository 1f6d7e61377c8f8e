// study/rounds: RQ4: success after each round, by pair and by run, and what corrections do to it.
// SPDX-License-Identifier: MIT
#include "study/study_int.h"
#include <math.h>

typedef struct {
    Size v[STUDY_SCANS];
    Size runs, rated, repaired_parsable, v0_with_code, runs_with_code;
    double *final;
} Pooled;

static bool member(const Str *v, Size n, Str s)
{
    for (Size i = 0; i < n; i++)
        if (str_eq(v[i], s)) return true;
    return false;
}

static bool complete(const StudyRun *r)
{
    for (int k = 0; k < STUDY_SCANS; k++)
        if (!r->has_scan[k]) return false;
    return true;
}

// Repaired and still Python: flagged at first, not at the end, and the last version parses.
static Size parsable(const StudyRun *r)
{
    Size n = 0;
    const int last = STUDY_SCANS - 1;
    for (Size i = 0; i < r->flagged[0].n; i++) {
        Str f = r->flagged[0].v[i];
        const StudyCode *c = study_code(&r->code, f);
        n += !member(r->flagged[last].v, r->flagged[last].n, f) && c && c->parses;
    }
    return n;
}

static Size unparsable(const StudyRun *r)
{
    Size n = 0;
    for (Size i = 0; i < r->code.n; i++) n += !r->code.v[i].parses;
    return n;
}

// An engine that found nothing in n findings, though it makes a share p of them elsewhere, did not
// run when chance would do that less than once in a million.
typedef struct {
    bool silent;
    double p;
    Size n;
} Silence;

static Silence silence(const StudyPackage *p, const StudyRun *run, bool codeql)
{
    Size mine = codeql ? run->codeql : run->bandit, all = run->codeql + run->bandit, theirs = 0,
         others = 0;
    for (Size i = 0; i < p->rq4.n; i++) {
        if (&p->rq4.v[i] == run) continue;
        theirs += codeql ? p->rq4.v[i].codeql : p->rq4.v[i].bandit;
        others += p->rq4.v[i].codeql + p->rq4.v[i].bandit;
    }
    double share = others ? (double)theirs / (double)others : 0;
    return (Silence){mine == 0 && pow(1 - share, (double)all) < 1e-6, share, all};
}

static bool engine_missing(const StudyPackage *p, const StudyRun *r)
{
    return silence(p, r, true).silent || silence(p, r, false).silent;
}

typedef enum { ALL_RUNS, ENGINES_RAN, ENGINE_SILENT } Which;

static Pooled pool(StudyMaker *m, Str pair, Which which)
{
    Pooled out = {.final = new (m->keep, double, m->p->rq4.n + 1)};
    for (Size i = 0; i < m->p->rq4.n; i++) {
        const StudyRun *r = &m->p->rq4.v[i];
        if (!str_eq(r->pair, pair) || !complete(r)) continue;
        if (which != ALL_RUNS && engine_missing(m->p, r) != (which == ENGINE_SILENT)) continue;
        for (int k = 0; k < STUDY_SCANS; k++) out.v[k] += r->flagged[k].n;
        out.runs++;
        if (r->flagged[0].n)
            out.final[out.rated++] =
                100 - study_percent(r->flagged[STUDY_SCANS - 1].n, r->flagged[0].n);
        if (!r->has_code) continue;
        out.runs_with_code++;
        out.v0_with_code += r->flagged[0].n;
        out.repaired_parsable += parsable(r);
    }
    return out;
}

static Strs pairs(StudyMaker *m)
{
    Strs out = {0};
    for (Size i = 0; i < m->p->rq4.n; i++)
        if (!member(out.v, out.n, m->p->rq4.v[i].pair)) *push(m->keep, &out) = m->p->rq4.v[i].pair;
    return out;
}

static Str words(StudyMaker *m, Str pair) // "4_for_llama" -> "4 fixes llama"
{
    Size at = str_find(pair, S("_for_"));
    if (at < 0) return pair;
    return str_fmt(m->keep, "%.*s fixes %.*s", (int)at, pair.s, STR_ARG(str_sub(pair, at + 5, -1)));
}

// Still flagged after so many rounds: a scan holds only the files that the one before flagged.
static bool flagged_by(const StudyRun *run, int round, Str task)
{
    return member(run->flagged[round].v, run->flagged[round].n, task);
}

// Tasks are drawn with all their runs, since the runs of a task are not independent.
static Interval spread(StudyMaker *m, Str pair, Which which, int round)
{
    enum { DRAWS = 10000, SEED = 20240810 };
    Map place = {0};
    Resample r = {0};
    Size most = 1;
    for (Size i = 0; i < m->p->rq4.n; i++) most += m->p->rq4.v[i].flagged[0].n;
    r.num = new (m->keep, double, most);
    r.den = new (m->keep, double, most);
    for (Size i = 0; i < m->p->rq4.n; i++) {
        const StudyRun *run = &m->p->rq4.v[i];
        if (!str_eq(run->pair, pair) || !complete(run)) continue;
        if (which != ALL_RUNS && engine_missing(m->p, run) != (which == ENGINE_SILENT)) continue;
        for (Size k = 0; k < run->flagged[0].n; k++) {
            Str task = run->flagged[0].v[k];
            void **at = map_at(m->keep, &place, task);
            if (!*at) *at = &r.den[r.units++];
            Size unit = (double *)*at - r.den;
            r.den[unit]++;
            r.num[unit] += !flagged_by(run, round, task);
        }
    }
    return stat_bootstrap(&r, DRAWS, SEED, *m->keep);
}

static void pooled_row(StudyMaker *m, StudyTable *t, Str pair, Which which, const char *suffix)
{
    Pooled s = pool(m, pair, which);
    StudyRow *row = study_row(m, t);
    study_cell(m, row, "%.*s%s", STR_ARG(words(m, pair)), suffix);
    study_cell(m, row, "%td", s.runs);
    for (int k = 0; k < STUDY_SCANS; k++) study_cell(m, row, "%td", s.v[k]);
    for (int k = 1; k < STUDY_SCANS; k++) study_rate(m, row, s.v[0] - s.v[k], s.v[0]);
    if (s.rated)
        study_cell(m, row, "%.1f (%.1f)", stat_mean(s.final, s.rated), stat_sd(s.final, s.rated));
    else study_cell(m, row, "-");
    Interval ci = spread(m, pair, which, STUDY_SCANS - 1);
    if (s.v[0]) study_cell(m, row, "%.1f to %.1f", 100 * ci.low, 100 * ci.high);
    else study_cell(m, row, "-");
}

// The band of one pair's curve in the figure.
static void add_curve(StudyMaker *m, Str pair)
{
    Pooled s = pool(m, pair, ALL_RUNS);
    if (!s.v[0]) return;
    StudyCurve *c = push(m->keep, &m->out->curves);
    *c = (StudyCurve){.name = study_plain(words(m, pair), m->keep), .rounds = STUDY_SCANS - 1};
    for (int k = 1; k < STUDY_SCANS; k++) {
        c->at[k] = 1 - (double)s.v[k] / (double)s.v[0];
        c->band[k] = spread(m, pair, ALL_RUNS, k);
    }
}

static void pooled(StudyMaker *m, bool corrected)
{
    StudyTable *t = study_table(
        m, "rq4", "RQ4: files with any finding, and success after each round",
        "pair|runs|V0|V1|V2|V3|V4|V5|1|2|3|4|5|final, mean of runs (sd)|95% (tasks resampled)",
        "Any finding of Bandit or CodeQL counts, of any CWE and severity; success is 1 "
        "- Vk/V0 over all runs together. "
        "Published: 65.9 to 85.5 after five rounds.");
    Strs all = pairs(m);
    for (Size i = 0; i < all.n; i++) {
        pooled_row(m, t, all.v[i], ALL_RUNS, "");
        add_curve(m, all.v[i]);
        if (!corrected || !pool(m, all.v[i], ENGINE_SILENT).runs) continue;
        pooled_row(m, t, all.v[i], ENGINES_RAN, ", both engines ran");
        pooled_row(m, t, all.v[i], ENGINE_SILENT, ", one engine did not run");
    }
}

static void by_run(StudyMaker *m)
{
    StudyTable *t = study_table(
        m, "rq4-runs", "RQ4 by run",
        "run|V0|V1|V2|V3|V4|V5|success|CodeQL|Bandit|final files that do not parse", "");
    for (Size i = 0; i < m->p->rq4.n; i++) {
        const StudyRun *r = &m->p->rq4.v[i];
        StudyRow *row = study_row(m, t);
        study_cell(m, row, "%.*s", STR_ARG(r->run));
        for (int k = 0; k < STUDY_SCANS; k++)
            if (r->has_scan[k]) study_cell(m, row, "%td", r->flagged[k].n);
            else study_cell(m, row, "?");
        if (complete(r))
            study_rate(m, row, r->flagged[0].n - r->flagged[STUDY_SCANS - 1].n, r->flagged[0].n);
        else study_cell(m, row, "?");
        study_cell(m, row, "%td", r->codeql);
        study_cell(m, row, "%td", r->bandit);
        if (r->has_code) study_cell(m, row, "%td", unparsable(r));
        else study_cell(m, row, "not recoverable");
    }
}

static void share(StudyMaker *m, StudyRow *row, Size a, Size b)
{
    if (b) study_cell(m, row, "%.1f (%td/%td)", study_percent(a, b), a, b);
    else study_cell(m, row, "not recoverable");
}

static Str published(Str pair)
{
    static const struct {
        Str pair, rate;
    } known[] = {{L("3.5_for_3.5"), L("65.9")}, {L("4_for_4"), L("85.5")}};
    for (Size i = 0; i < countof(known); i++)
        if (str_eq(pair, known[i].pair)) return known[i].rate;
    return S("-");
}

// Why the columns of a pair differ, in a sentence.
static Str because(StudyMaker *m, Str pair, const Pooled *a, const Pooled *b)
{
    Buf out = {.keep = m->keep};
    for (Size i = 0; i < m->p->rq4.n; i++) {
        const StudyRun *r = &m->p->rq4.v[i];
        if (!str_eq(r->pair, pair)) continue;
        for (int k = 0; k < 2; k++) {
            Silence s = silence(m->p, r, k == 0);
            if (s.silent)
                buf_fmt(&out, "%.*s is left out: %s found 0 of %td (p %.2f elsewhere). ",
                        STR_ARG(r->run), k ? "Bandit" : "CodeQL", s.n, s.p);
        }
    }
    const int last = STUDY_SCANS - 1;
    Size clean = 0;
    for (Size i = 0; i < m->p->rq4.n; i++) {
        const StudyRun *r = &m->p->rq4.v[i];
        if (str_eq(r->pair, pair) && complete(r) && r->has_code)
            clean += r->flagged[0].n - r->flagged[last].n;
    }
    if (a->runs_with_code && clean > a->repaired_parsable)
        buf_fmt(&out, "%td of %td repaired files are no Python. ", clean - a->repaired_parsable,
                clean);
    if (a->runs > a->runs_with_code)
        buf_fmt(&out, "Of %td runs the code was not kept. ", a->runs - a->runs_with_code);
    if (!b->runs) buf_add(&out, S("No run is left with both engines. "));
    return out.n ? str_trim(buf_str(&out)) : S("No correction changes it.");
}

static void corrections(StudyMaker *m)
{
    StudyTable *t = study_table(
        m, "rq4-corrected", "RQ4 corrected: success after five rounds",
        "pair|published|recomputed|engine ran|still Python|both|why",
        "engine ran: without runs in which an engine did not run. still Python: what no Python "
        "takes is not clean; only runs "
        "whose code was kept and whose scans are all here. The abstract names the two ends alone.");
    Strs all = pairs(m);
    for (Size i = 0; i < all.n; i++) {
        Pooled a = pool(m, all.v[i], ALL_RUNS), b = pool(m, all.v[i], ENGINES_RAN);
        StudyRow *row = study_row(m, t);
        const int last = STUDY_SCANS - 1;
        study_cell(m, row, "%.*s", STR_ARG(words(m, all.v[i])));
        study_cell(m, row, "%.*s", STR_ARG(published(all.v[i])));
        share(m, row, a.v[0] - a.v[last], a.v[0]);
        if (b.runs) share(m, row, b.v[0] - b.v[last], b.v[0]);
        else study_cell(m, row, "no run left");
        share(m, row, a.repaired_parsable, a.v0_with_code);
        if (b.runs) share(m, row, b.repaired_parsable, b.v0_with_code);
        else study_cell(m, row, "no run left");
        study_cell(m, row, "%.*s", STR_ARG(because(m, all.v[i], &a, &b)));
    }
}

static void silent_engines(StudyMaker *m)
{
    StudyTable *t = study_table(m, "rq4-engines", "RQ4: did each engine run?",
                                "run|engine|found|of n|p elsewhere|(1-p)^n|verdict",
                                "A run is left out when (1-p)^n < 1e-6, with p the engine's share "
                                "of the findings in all other runs here.");
    for (Size i = 0; i < m->p->rq4.n; i++)
        for (int k = 0; k < 2; k++) {
            const StudyRun *r = &m->p->rq4.v[i];
            Silence s = silence(m->p, r, k == 0);
            StudyRow *row = study_row(m, t);
            study_cell(m, row, "%.*s", STR_ARG(r->run));
            study_cell(m, row, "%s", k ? "Bandit" : "CodeQL");
            study_cell(m, row, "%td", k ? r->bandit : r->codeql);
            study_cell(m, row, "%td", s.n);
            study_cell(m, row, "%.3f", s.p);
            study_cell(m, row, "%.1e", pow(1 - s.p, (double)s.n));
            study_cell(m, row, "%s", s.silent ? "did not run" : "ran");
        }
}

void study_rounds(StudyMaker *m, bool corrected)
{
    if (!m->p->rq4.n) return;
    pooled(m, corrected);
    by_run(m);
    if (!corrected) return;
    corrections(m);
    silent_engines(m);
    study_faults(m);
}
