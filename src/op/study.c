// op/study: the paper's recorded study, recomputed and corrected.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "study/study.h"

int op_study(const OpCall *c)
{
    Str folder = conf_text(c->conf, "package"), format = conf_text(c->conf, "study-format");
    StudyPackage package;
    StudyReport report;
    if (!folder.len) {
        op_say(c, "suture: study needs --package DIR, a clone of the study's replication package "
                  "(github jianian0318/LLMSecureCode).");
        return EXIT_USAGE;
    }
    Err e = study_read(folder, c->keep, &package);
    if (e.kind) return op_fail(c, e);
    const ConfValue *judges = conf_value(c->conf, "judge");
    study_tables(&package, conf_flag(c->conf, "corrected"), c->keep, &report);
    if (judges->n) e = study_judged(&package, judges->v, judges->n, c->keep, &report);
    if (e.kind) return op_fail(c, e);
    package = report.pkg;
    for (Size i = 0; i < package.trouble.n; i++) op_say(c, "%.*s", STR_ARG(package.trouble.v[i]));
    if (str_eq(format, S("json"))) op_data(c, study_json(&report, c->keep));
    else if (str_eq(format, S("md"))) op_data(c, study_markdown(&report, c->keep));
    else if (str_eq(format, S("csv"))) op_data(c, study_csv(&report, c->keep));
    else if (str_eq(format, S("html"))) op_data(c, study_html(&report, c->keep));
    else op_data(c, study_text(&report, c->keep));
    return package.lost ? EXIT_INCOMPLETE : EXIT_CLEAN;
}
