// rule unasked-guard: a list, limit or check that the module defines is asked by nobody.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static void look(RuleRun *run)
{
    const Query *q = run->query;
    // in a package of many modules others ask, and it would be a hint for each pair of functions
    if (run->file->is_test || rule_in_package(run)) return;
    Mend module = rule_mend(run, 0);
    const struct MendConstants *constants = mend_constants(&module);
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++) {
        NodeId def = query_def(q, i);
        if (!def || py_kind(q->tree, def) == PY_Lambda) continue;
        if (str_starts(py_name(q->tree, q->module->funcs.v[i].name), S("__"))) continue;
        Mend m = rule_mend(run, i);
        m.constants = constants;
        Fix fix = {0};
        if (mend_fix_unasked_guard(&m, &(MendSite){.node = def}, &fix))
            // another module of a project may ask the constant that this one only defines
            rule_report(run, i, def,
                        fix.trust == TRUST_SAFE && run->file->is_fragment ? CONF_MEDIUM : CONF_LOW,
                        "`%.*s` takes what a guard of this module is for, and does not ask it",
                        STR_ARG(py_name(q->tree, q->module->funcs.v[i].name)));
    }
    static const int kinds[] = {PY_Call, PY_Subscript, PY_If};
    for (Size i = 0; i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_unasked_guard, CONF_LOW,
                      "this goes past the check that its neighbours make");
}

const Rule rule_unasked_guard = {
    .id = L("unasked-guard"),
    .cwe = 693,
    .also = {20},
    .severity = SEV_MEDIUM,
    .title = L("a guard that the module defines is asked by nobody"),
    .why = L("An allow-list, a limit or a check stands in the module, and the one function "
             "that takes such a value uses it without asking: the protection is written "
             "down and not in force."),
    .instead = L("Ask the list, the limit or the check before the value is used; delete it if "
                 "it is not needed."),
    .bad = L("ALLOWED_FORMATS = {\"png\", \"jpg\"}\n"
             "def convert(path, format):\n"
             "    return path + \".\" + format\n"),
    .good = L("ALLOWED_FORMATS = {\"png\", \"jpg\"}\n"
              "def convert(path, format):\n"
              "    if format not in ALLOWED_FORMATS:\n"
              "        raise ValueError(\"this format is not allowed\")\n"
              "    return path + \".\" + format\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/693.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html")),
    .at_file = look,
    .fix = mend_fix_unasked_guard,
    .weak_in_package = true,
};
