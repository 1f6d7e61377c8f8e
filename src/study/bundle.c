// study/bundle: all that a second machine needs to print the same tables, and to see how they came
// about: plan, data, record, journal, labels, versions. And what a plan would cost.
// SPDX-License-Identifier: MIT
#include "study/plan.h"
#include <jansson.h>
#include <stdlib.h>

enum { MOST_FILE = 1 << 30 };

static Str in(Str folder, const char *name, Arena *keep)
{
    return str_fmt(keep, "%.*s/%s", STR_ARG(folder), name);
}

static Err copy(Str from, Str to, Arena *keep)
{
    Str text;
    if (os_stat(from, true, *keep).kind != OS_FILE) return (Err){0};
    Err err = os_read(from, MOST_FILE, keep, &text);
    return err.kind ? err : os_write_atomic(to, text, keep);
}

static Err copy_data(Str from, Str to, Arena *keep)
{
    Strs names = {0};
    if (os_stat(from, true, *keep).kind != OS_FOLDER) return copy(from, to, keep);
    Err err = os_make_dirs(to, 0755, keep);
    if (!err.kind) err = os_list(from, keep, &names);
    for (Size i = 0; i < names.n && !err.kind; i++) {
        Str a = str_fmt(keep, "%.*s/%.*s", STR_ARG(from), STR_ARG(names.v[i])),
            b = str_fmt(keep, "%.*s/%.*s", STR_ARG(to), STR_ARG(names.v[i]));
        OsKind kind = os_stat(a, false, *keep).kind;
        if (kind == OS_FILE || kind == OS_FOLDER) err = copy_data(a, b, keep);
    }
    return err;
}

static Err journal(const StudyPlan *p, Str folder, Arena *keep)
{
    Err err = {0};
    StoreRuns runs = {0};
    Buf out = {.keep = keep};
    Store *s = store_open(p->folder, true, keep, &err);
    if (!s) return (Err){0}; // models that leave no record
    err = store_runs(s, 1 << 20, keep, &runs);
    for (Size i = runs.n; i > 0 && !err.kind; i--) {
        Str text;
        err = store_export(s, runs.v[i - 1].id, keep, &text);
        if (!err.kind) buf_add(&out, text);
    }
    store_close(s);
    return err.kind ? err : os_write_atomic(in(folder, "journal.jsonl", keep), buf_str(&out), keep);
}

static Err versions(const StudyRecord *r, Str folder, Arena *keep)
{
    Buf b = {.keep = keep};
    Map served = {0};
    buf_fmt(&b, "suture %.*s\nplan %.*s\ndate %.*s\n", STR_ARG(r->suture), STR_ARG(r->plan_hash),
            STR_ARG(r->date));
    for (Size i = 0; i < r->judges.n; i++)
        buf_fmt(&b, "judge %.*s %.*s\n", STR_ARG(r->judges.v[i].name),
                STR_ARG(r->judges.v[i].version.len ? r->judges.v[i].version : S("-")));
    for (Size i = 0; i < r->units.n; i++)
        if (r->units.v[i].served_by.len)
            *map_at(keep, &served,
                    str_fmt(keep, "model %.*s as %.*s", STR_ARG(r->units.v[i].model),
                            STR_ARG(r->units.v[i].served_by))) = &served;
    for (Size i = 0; i < served.items.n; i++) buf_fmt(&b, "%.*s\n", STR_ARG(served.items.v[i].key));
    return os_write_atomic(in(folder, "versions.txt", keep), buf_str(&b), keep);
}

static Err labels(const StudyPlan *p, Str folder, Arena *keep)
{
    Strs names = {0};
    Str from = in(p->folder, "label", keep), to = in(folder, "label", keep);
    if (os_stat(from, true, *keep).kind != OS_FOLDER) return (Err){0};
    Err err = os_make_dirs(to, 0755, keep);
    if (!err.kind) err = os_list(from, keep, &names);
    for (Size i = 0; i < names.n && !err.kind; i++)
        err = copy(str_fmt(keep, "%.*s/%.*s", STR_ARG(from), STR_ARG(names.v[i])),
                   str_fmt(keep, "%.*s/%.*s", STR_ARG(to), STR_ARG(names.v[i])), keep);
    return err;
}

Err study_bundle(const StudyPlan *p, Str folder, Arena *keep)
{
    StudyRecord r;
    Str data = path_last(p->data);
    Err err = study_record_read(in(p->folder, "record.jsonl", keep), keep, &r);
    if (err.kind) return err;
    if (os_stat(folder, false, *keep).kind != OS_NONE)
        return err_new(keep, ERR_CONFIG, "%.*s exists already", STR_ARG(folder));
    err = os_make_dirs(folder, 0755, keep);
    if (!err.kind) err = copy(p->file, in(folder, "plan.toml", keep), keep);
    if (!err.kind && data.len)
        err = copy_data(p->data, str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(data)), keep);
    if (!err.kind)
        err = copy(in(p->folder, "record.jsonl", keep), in(folder, "record.jsonl", keep), keep);
    if (!err.kind) err = journal(p, folder, keep);
    if (!err.kind) err = labels(p, folder, keep);
    if (!err.kind) err = versions(&r, folder, keep);
    StudyReport report;
    if (err.kind) return err;
    study_fresh_tables(&r, keep, &report);
    err = os_write_atomic(in(folder, "tables.json", keep), study_json(&report, keep), keep);
    if (!err.kind)
        err = os_write_atomic(in(folder, "report.html", keep), study_html(&report, keep), keep);
    return err.kind
               ? err
               : os_write_atomic(in(folder, "README.txt", keep),
                                 S("A study made with suture. The same tables, without any model "
                                   "or engine:\n\n    suture study report record.jsonl\n\n"
                                   "plan.toml and the data beside it say what was asked, "
                                   "journal.jsonl every "
                                   "question and answer, label/ what people said, versions.txt "
                                   "what took part; tables.json is what must come out.\n"),
                                 keep);
}

// ---- what a plan would ask

typedef struct {
    Size calls;
    double in, out, money;
    bool price;
} Guess;

static void guess(Guess *g, const StudyModel *m, Size calls, double bytes)
{
    enum { ANSWER = 800 }; // tokens of a whole file, in our own runs
    double in = (double)calls * (bytes + 600) / 3, out = (double)calls * ANSWER;
    g->calls += calls;
    g->in += in;
    g->out += out;
    g->money += (in * m->llm.price_in + out * m->llm.price_out) / 1e6;
    g->price &= m->llm.has_price;
}

Err study_estimate(const StudyPlan *p, Arena *keep, Str *text)
{
    enum { CODE = 2400 }; // bytes of a file that is asked about
    StudyTasks tasks;
    double prompts = 0;
    Buf b = {.keep = keep};
    Err err = study_tasks(p->data, keep, &tasks);
    if (err.kind) return err;
    Size n = p->limit > 0 && p->limit < tasks.n ? (Size)p->limit : tasks.n;
    for (Size i = 0; i < n; i++) prompts += (double)tasks.v[i].prompt.len / (double)n;
    Guess g[5] = {
        {.price = true}, {.price = true}, {.price = true}, {.price = true}, {.price = true}};
    const Size many = n * p->generators.n;
    for (Size i = 0; i < p->generators.n; i++)
        guess(&g[1], &p->models.v[p->generators.v[i]], n * p->arms.n * p->repeats, prompts);
    for (Size i = 0; i < p->detectors.n && p->ask[2]; i++)
        guess(&g[2], &p->models.v[p->detectors.v[i]], many, CODE);
    for (Size i = 0; i < p->fixers.n && p->ask[3]; i++)
        guess(&g[3], &p->models.v[p->fixers.v[i]], many, CODE);
    for (Size i = 0; i < p->fixers.n && p->ask[4]; i++)
        guess(&g[4], &p->models.v[p->fixers.v[i]], many * p->repeats * p->loops.n * p->rounds,
              CODE);
    buf_fmt(&b,
            "%td tasks; nothing was asked. At most, were every file vulnerable in every round:\n",
            n);
    Guess all = {.price = true};
    for (int q = 1; q <= 4; q++) {
        if (!g[q].calls) continue;
        buf_fmt(&b, "  RQ%d  %8td questions  %10.0f tokens in  %10.0f out", q, g[q].calls, g[q].in,
                g[q].out);
        if (g[q].price) buf_fmt(&b, "  %10.2f money", g[q].money);
        buf_char(&b, '\n');
        all = (Guess){all.calls + g[q].calls, all.in + g[q].in, all.out + g[q].out,
                      all.money + g[q].money, all.price && g[q].price};
    }
    buf_fmt(&b, "  all  %8td questions  %10.0f tokens in  %10.0f out", all.calls, all.in, all.out);
    if (all.price) buf_fmt(&b, "  %10.2f money\n", all.money);
    else buf_add(&b, S("  (no price is known for every model)\n"));
    *text = buf_str(&b);
    return err;
}
