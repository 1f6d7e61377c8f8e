// rule assert-as-check: an assert decides about access.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str access[] = {L("owner"),
                             L("permission"),
                             L("is_admin"),
                             L("is_staff"),
                             L("is_superuser"),
                             L("authenticated"),
                             L("authorized"),
                             L("authorised"),
                             L("has_perm"),
                             L("role"),
                             L("allowed"),
                             L("can_"),
                             L("verify"),
                             L("signature"),
                             L("password"),
                             L("csrf"),
                             L("compare_digest"),
                             L("is_safe"),
                             L("admins"),
                             L("moderator"),
                             L("members"),
                             L("tenant"),
                             L("author"),
                             L("api_key"),
                             {0}};
static const Str shape_words[] = {L("isinstance"), L("callable"), L("hasattr"),
                                  L("issubclass"), L("len"),      {0}};
static const Str other[] = {L("status"), L("body_allowed"), L("setting"), {0}};
static const Str users[] = {L("user"),  L("principal"), L("caller"), L("request"),
                            L("actor"), L("identity"),  L("session"), L("subject"),
                            L("member"), {0}};

static bool only_is_none(const Tree *t, NodeId test)
{
    if (py_kind(t, test) == PY_BoolOp) {
        NodeList parts = py_list(t, test, BoolOp_values);
        for (uint32_t i = 0; i < parts.n; i++)
            if (!only_is_none(t, parts.v[i])) return false;
        return true;
    }
    if (py_kind(t, test) != PY_Compare) return false;
    SymList ops = py_syms(t, test, Compare_ops);
    return ops.v[0] == OP_IS || ops.v[0] == OP_ISNOT;
}

// assert 0 < amount <= balance, of a number that came with the request: -O lets every number in.
static bool came_in(const Query *q, NodeId expr)
{
    static const int kinds[] = {PY_Attribute, PY_Subscript, PY_Call, PY_Name};
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next_in(q, kinds[i], expr, n));)
            if (query_taint(q, n) & KIND(REMOTE)) return true;
    return false;
}

static bool is_of_request(const Query *q, NodeId test)
{
    const Tree *t = q->tree;
    if (!query_is_handler(q, q->inside[test])) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        if (!query_within(q, n, test) || op == OP_IS || op == OP_ISNOT) continue;
        NodeList right = py_list(t, n, Compare_comparators);
        bool outside = came_in(q, query_peel(q, py_node(t, n, Compare_left)));
        for (uint32_t i = 0; !outside && i < right.n; i++)
            outside = came_in(q, query_peel(q, right.v[i]));
        if (outside) return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assert, n));) {
        NodeId test = py_node(t, n, Assert_test);
        NodeId def = query_def(q, q->inside[n]);
        if (!def || py_kind(t, def) == PY_Lambda || only_is_none(t, test)) continue;
        if (is_of_request(q, test)) {
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "python -O removes this check of what came in");
            continue;
        }
        if (query_mentions(q, test, shape_words) || !query_mentions(q, test, access)) continue;
        // `assert self.PASSWORD` says that it is set; a status code's body is no access
        Str name = py_kind(t, test) == PY_Attribute ? query_called(q, test) : S("");
        bool constant = name.len && name.s[0] >= 'A' && name.s[0] <= 'Z';
        if (constant || query_mentions(q, test, other)) continue;
        // an option given to a constructor is the caller's, no access
        if (str_eq(py_name(t, q->module->funcs.v[q->inside[n]].name), S("__init__"))) continue;
        bool someone = query_mentions(q, def, users);
        rule_report(run, q->inside[n], n, someone ? CONF_MEDIUM : CONF_LOW,
                    "python -O removes this check of access");
    }
}

const Rule rule_assert_as_check = {
    .id = L("assert-as-check"),
    .cwe = 617,
    .also = {703},
    .severity = SEV_MEDIUM,
    .title = L("an assert decides about access"),
    .why = L("python -O and PYTHONOPTIMIZE remove every assert: the check is gone in the "
             "very deployment that matters."),
    .instead = L("if not allowed: raise PermissionError(…)"),
    .bad = L("def read(user, item):\n"
             "    assert user.id == item.owner_id, \"not yours\"\n"
             "    return item.body\n"),
    .good = L("def read(user, item):\n"
              "    if user.id != item.owner_id:\n"
              "        raise PermissionError(\"not yours\")\n"
              "    return item.body\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/617.html"),
             L("https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement")),
    .peers = LIST(L("bandit:B101"), L("ruff:S101")),
    .at_file = look,
    .fix = mend_fix_assert,
    .weak_in_package = true,
};
