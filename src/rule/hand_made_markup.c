// rule hand-made-markup: a function puts its parameters into markup as they are.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        Mend m = rule_mend(run, q->inside[n]);
        Fix fix = {0};
        if (mend_fix_markup(&m, &(MendSite){.node = n}, &fix))
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "a parameter becomes part of the markup without being escaped");
    }
    static const int kinds[] = {PY_BinOp, PY_JoinedStr, PY_Call};
    for (Size i = 0; i < countof(kinds); i++)
        rule_by_shape(run, kinds[i], mend_fix_markup, CONF_LOW,
                      "what a caller gives becomes part of the markup without being escaped");
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Call, mend_fix_markup_constant, CONF_LOW,
                      "what a caller gives becomes part of the markup without being escaped");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_markup, mend_fix_markup_constant, NULL};
    return mend_any(m, at, out, all);
}

const Rule rule_hand_made_markup = {
    .id = L("hand-made-markup"),
    .cwe = 79,
    .also = {116},
    .severity = SEV_MEDIUM,
    .title = L("a function puts its parameters into markup as they are"),
    .why = L("Whoever chooses the parameter writes a part of the page: a <script> in a name runs "
             "in the browser of everybody who sees it."),
    .instead = L("html.escape() around each text, or a template that escapes."),
    .bad = L("def greeting(name):\n"
             "    return f\"<p>Hello {name}</p>\"\n"),
    .good = L("import html\n"
              "def greeting(name):\n"
              "    return f\"<p>Hello {html.escape(name)}</p>\"\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/"
               "Cross_Site_Scripting_Prevention_Cheat_Sheet.html")),
    .at_file = look,
    .fix = fix,
};
