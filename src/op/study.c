// op/study: the paper's recorded study, recomputed and corrected; and fresh ones by a plan.
// SPDX-License-Identifier: MIT
#include "op/model.h"
#include "op/op.h"
#include "study/plan.h"
#include "study/study.h"

static Str printed(const StudyReport *r, Str format, Arena *keep)
{
    static const struct {
        Str name;
        Str (*print)(const StudyReport *, Arena *);
    } formats[] = {{L("json"), study_json},
                   {L("md"), study_markdown},
                   {L("csv"), study_csv},
                   {L("html"), study_html},
                   {L("text"), study_text}};
    Size i = 0;
    while (i + 1 < countof(formats) && !str_eq(formats[i].name, format)) i++;
    return formats[i].print(r, keep);
}

static int show(const OpCall *c, const StudyReport *r)
{
    for (Size i = 0; i < r->pkg.trouble.n; i++) op_say(c, "%.*s", STR_ARG(r->pkg.trouble.v[i]));
    if (r->warning.len) op_say(c, "%.*s", STR_ARG(r->warning));
    op_data(c, printed(r, conf_text(c->conf, "study-format"), c->keep));
    return r->pkg.lost ? EXIT_INCOMPLETE : EXIT_CLEAN;
}

static int recorded(const OpCall *c)
{
    Str folder = conf_text(c->conf, "package");
    const ConfValue *judges = conf_value(c->conf, "judge");
    StudyPackage package;
    StudyReport report;
    if (!folder.len) {
        op_say(c, "suture: study needs --package DIR, a clone of the study's replication package "
                  "(github jianian0318/LLMSecureCode); or: study run PLAN.");
        return EXIT_USAGE;
    }
    Err e = study_read(folder, c->keep, &package);
    if (e.kind) return op_fail(c, e);
    study_tables(&package, conf_flag(c->conf, "corrected"), c->keep, &report);
    if (judges->n) e = study_judged(&package, judges->v, judges->n, c->keep, &report);
    return e.kind ? op_fail(c, e) : show(c, &report);
}

// ---- plans

static LlmOptions model(void *self, Str name) { return model_named(self, name); }

static void say(void *self, Str line)
{
    const OpCall *c = self;
    if (!conf_flag(c->conf, "quiet")) c->out->say(c->out, line);
}

static Err write_reports(const OpCall *c, const StudyPlan *p, const StudyReport *r)
{
    static const char *const kinds[] = {"html", "md", "csv", "json"};
    Err e = {0};
    for (Size i = 0; i < countof(kinds) && !e.kind; i++)
        e = os_write_atomic(str_fmt(c->keep, "%.*s/report.%s", STR_ARG(p->folder), kinds[i]),
                            printed(r, str_of(kinds[i]), c->keep), c->keep);
    return e;
}

static int run(const OpCall *c, const StudyPlan *p, const StudyAsk *ask)
{
    StudyRecord record;
    StudyReport report;
    os_catch_stop();
    Err e = study_run(p, ask, c->keep, &record);
    if (e.kind) return op_fail(c, e);
    study_fresh_tables(&record, c->keep, &report);
    e = write_reports(c, p, &report);
    if (e.kind) return op_fail(c, e);
    int code = show(c, &report);
    op_say(c, "report.html and the same as .md, .csv and .json are in %.*s", STR_ARG(p->folder));
    if (os_stopped()) return EXIT_STOPPED;
    bool incomplete = record.stopped || report.pkg.trouble.n;
    return code == EXIT_CLEAN && incomplete ? EXIT_INCOMPLETE : code;
}

static int estimate(const OpCall *c, const StudyPlan *p)
{
    Str text;
    Err e = study_estimate(p, c->keep, &text);
    if (e.kind) return op_fail(c, e);
    op_data(c, text);
    return EXIT_CLEAN;
}

static int label(const OpCall *c, const StudyPlan *p)
{
    Str text;
    Err e = study_label(p, c->words + 2, c->nwords - 2, c->keep, &text);
    if (e.kind) return op_fail(c, e);
    op_data(c, text);
    return EXIT_CLEAN;
}

static int bundle(const OpCall *c, const StudyPlan *p)
{
    Str folder = c->nwords > 2 ? c->words[2] : str_fmt(c->keep, "%.*s.bundle", STR_ARG(p->folder));
    Err e = study_bundle(p, folder, c->keep);
    if (e.kind) return op_fail(c, e);
    op_say(c, "wrote %.*s", STR_ARG(folder));
    return EXIT_CLEAN;
}

// A record, a bundle or a plan's folder.
static int report(const OpCall *c)
{
    StudyRecord record;
    StudyReport told;
    Str path = c->words[1];
    if (os_stat(path, true, *c->keep).kind == OS_FOLDER)
        path = str_fmt(c->keep, "%.*s/record.jsonl", STR_ARG(path));
    Err e = study_record_read(path, c->keep, &record);
    if (e.kind) return op_fail(c, e);
    study_fresh_tables(&record, c->keep, &told);
    return show(c, &told);
}

int op_study(const OpCall *c)
{
    StudyPlan *plan = new (c->keep, StudyPlan, 1);
    Str what = c->nwords ? c->words[0] : S("");
    bool paper = conf_flag(c->conf, "like-the-paper"), tool = conf_flag(c->conf, "like-the-tool");
    if (!c->nwords) return recorded(c);
    if (c->nwords < 2) {
        op_say(c, "suture: study takes run PLAN, label PLAN [SHEET SHEET…], report FOLDER, or "
                  "bundle PLAN [FOLDER].");
        return EXIT_USAGE;
    }
    if (str_eq(what, S("report"))) return report(c);
    StudyAsk ask = {.model = model,
                    .self = (void *)(intptr_t)c,
                    .say = say,
                    .out = conf_text(c->conf, "out"),
                    .preset = paper  ? S("paper")
                              : tool ? S("tool")
                                     : (Str){"", 0},
                    .in_loop_judge = conf_flag(c->conf, "in-loop-judge"),
                    .fresh = conf_flag(c->conf, "fresh"),
                    .version = S(SUTURE_VERSION)};
    Err e = study_plan(c->words[1], &ask, c->keep, plan);
    if (e.kind) return op_fail(c, e);
    if (str_eq(what, S("run")))
        return conf_flag(c->conf, "estimate") ? estimate(c, plan) : run(c, plan, &ask);
    if (str_eq(what, S("label"))) return label(c, plan);
    if (str_eq(what, S("bundle"))) return bundle(c, plan);
    op_say(c, "suture: study does not know '%.*s'; it takes run, label, report and bundle.",
           STR_ARG(what));
    return EXIT_USAGE;
}
