// rule loose-check: a check that lets more through than it means.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "rule/secrets.h"

// role == "admin" or "owner": the second text alone makes the whole true.
static void look_at_or(RuleRun *run)
{
    static const Str decides[] = {L("role"),  L("admin"),  L("owner"),  L("perm"),
                                  L("auth"),  L("user"),   L("group"),  L("scope"),
                                  L("allow"), L("access"), L("may"),    L("can"),
                                  L("kind"),  L("type"),   L("status"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_BoolOp, n));) {
        NodeList values = py_list(t, n, BoolOp_values);
        NodeId first = values.v[0], up = q->parent[n];
        int k = py_kind(t, up);
        bool asked =
            k == PY_Return || k == PY_If || k == PY_While || k == PY_IfExp || k == PY_UnaryOp;
        if (py_at(t, n)->op != OP_OR || !asked || py_kind(t, first) != PY_Compare) continue;
        PyOp op = (PyOp)py_syms(t, first, Compare_ops).v[0];
        for (uint32_t i = 1; i < values.n && (op == OP_EQ || op == OP_NOTEQ); i++) {
            const PyConst *c =
                py_kind(t, values.v[i]) == PY_Constant ? py_const(t, values.v[i]) : NULL;
            if (!c || c->kind != CONST_STR || !c->text.len) continue;
            rule_report(run, q->inside[n], n,
                        query_mentions(q, first, decides) ? CONF_MEDIUM : CONF_LOW,
                        "always true: a text that stands alone after `or` is no comparison");
            break;
        }
    }
}

static void look(RuleRun *run)
{
    look_at_or(run);
    rule_by_call(run, LIST(L("any")), mend_fix_role_part, CONF_LOW,
                  "a role passes whose name only holds the one that is meant");
    rule_by_shape(run, PY_Compare, mend_fix_role_part, CONF_LOW,
                  "a role passes whose name only holds the one that is meant");
    rule_by_shape(run, PY_If, mend_fix_token_there, CONF_MEDIUM,
                  "the token need only be there: it is compared with nothing");
    rule_by_shape(run, PY_If, mend_fix_alg_skips, CONF_MEDIUM,
                  "the token's own header decides whether its signature is checked");
    rule_by_shape(run, PY_If, mend_fix_early_look, CONF_LOW,
                  "the text is changed after it was looked at");
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Assign, mend_fix_missing_passes, CONF_MEDIUM,
                      "who is not known gets a default that passes the comparison");
    rule_by_shape(run, PY_Compare, mend_fix_case_of_kind, CONF_LOW,
                  "a kind of file that is refused passes in capitals");
    rule_by_shape(run, PY_Call, mend_fix_case_of_kind, CONF_LOW,
                  "a kind of file that is refused passes in capitals");
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Compare, mend_fix_both_missing, CONF_MEDIUM,
                      "a value that is left out equals one that is not kept: None is None");
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("match"), L("search")), mend_fix_anchor, CONF_LOW,
                      "the pattern is not asked of the whole text");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const all[] = {mend_fix_role_part, mend_fix_token_there,
                                   mend_fix_alg_skips, mend_fix_early_look,
                                   mend_fix_missing_passes, mend_fix_both_missing,
                                   mend_fix_case_of_kind, mend_fix_anchor, NULL};
    return mend_any(m, at, out, all);
}

// In a package: what stands behind `or`, tokens and algorithms.
static bool speaks(const RuleRun *run)
{
    const Tree *t = run->tree;
    if (!rule_in_package(run) || run->least <= CONF_LOW) return true;
    for (NodeId n = 0; (n = py_next_of(t, run->links, PY_BoolOp, n));) {
        NodeList values = py_list(t, n, BoolOp_values);
        if (py_at(t, n)->op != OP_OR || py_kind(t, values.v[0]) != PY_Compare) continue;
        for (uint32_t i = 1; i < values.n; i++)
            if (py_kind(t, values.v[i]) == PY_Constant) return true;
    }
    return py_next_of(t, run->links, PY_If, 0) && secrets_told(run, TELLS_CHECK);
}

const Rule rule_loose_check = {
    .id = L("loose-check"),
    .cwe = 697,
    .also = {863, 352},
    .severity = SEV_HIGH,
    .title = L("a check that lets more through than it means"),
    .why = L("A part of a role's name is enough, a token need only be there, a token's own header "
             "says whether its signature counts, or a text is changed after it was looked at: an "
             "attacker picks the value that passes the check and is something else to the code "
             "behind it."),
    .instead = L("Compare whole values: role in ROLES, hmac.compare_digest(sent, expected); refuse "
                 "every algorithm but one; bring a text into its last form before looking at it."),
    .bad = L("ADMIN_ROLES = (\"admin\", \"owner\")\n"
             "def may_edit(role):\n"
             "    return any(name in role for name in ADMIN_ROLES)\n"),
    .good = L("ADMIN_ROLES = (\"admin\", \"owner\")\n"
              "def may_edit(role):\n"
              "    return role in ADMIN_ROLES\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/697.html"),
                    L("https://cwe.mitre.org/data/definitions/863.html"),
                    L("https://cwe.mitre.org/data/definitions/180.html")),
    .at_file = look,
    .speaks = speaks,
    .fix = fix,
};
