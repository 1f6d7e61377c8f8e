// rule identity-compare: `is` decides where equality is meant.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Calls that give a new object each time, so that `is` is never true of what they give.
static const Str fresh[] = {
    L("lower"),     L("upper"),     L("strip"),     L("encode"), L("decode"),
    L("hexdigest"), L("digest"),    L("join"),      L("format"), L("input"),
    L("b64encode"), L("b64decode"), L("isoformat"), L("str"),    {0}};
static const Str promises[] = {L("equal"), L("same"), L("match"), L("compare"), {0}};
static const Str objects[] = {L("identi"), L("object"), L("node"), L("instance"), L("type"),
                              L("class"),  L("ref"),    L("bool"),   {0}};
static const Str texts[] = {L("password"),  L("passwd"),   L("token"),   L("username"), L("email"),
                            L("signature"), L("owner_id"), L("user_id"), {0}};

static bool is_literal(const Tree *t, NodeId n)
{
    int k = py_kind(t, n);
    if (k == PY_Constant) return py_const(t, n)->kind >= CONST_INT;
    return k == PY_JoinedStr || k == PY_Tuple || k == PY_List || k == PY_Dict || k == PY_Set;
}

static bool is_new_object(const Query *q, NodeId n)
{
    return py_kind(q->tree, n) == PY_Call && str_in(query_method(q, n), fresh);
}

// Sentinels (MISSING), classes and members of an Enum are one object each: `is` is right for them.
static bool is_single(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    if (py_kind(t, n) == PY_Constant) return true;
    Str name = query_called(q, n);
    Str owner = py_kind(t, n) == PY_Attribute ? query_called(q, py_node(t, n, Attribute_value))
                                              : S("");
    bool upper = name.len && ((name.s[0] >= 'A' && name.s[0] <= 'Z') || name.s[0] == '_');
    return upper || (owner.len && owner.s[0] >= 'A' && owner.s[0] <= 'Z');
}

// def is_same_account(a, b): return a is b
static bool promises_equality(const Query *q, NodeId left, NodeId right)
{
    Str name = py_name(q->tree, q->module->funcs.v[q->inside[left]].name);
    return query_is_parameter(q, left) && query_is_parameter(q, right) &&
           !str_starts(name, S("_")) && !str_eq(query_called(q, left), S("self")) &&
           query_named(name, promises) && !query_named(name, objects);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        SymList ops = py_syms(t, n, Compare_ops);
        NodeId left = py_node(t, n, Compare_left), right = py_list(t, n, Compare_comparators).v[0];
        if (ops.n != 1 || (ops.v[0] != OP_IS && ops.v[0] != OP_ISNOT)) continue;
        if (is_literal(t, left) || is_literal(t, right))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "`is` with a literal asks for the same object, not for an equal value");
        else if (is_new_object(q, left) || is_new_object(q, right))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the call gives a new object each time, so `is` is never true of it");
        else if (promises_equality(q, left, right))
            rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                        "two equal values that are two objects count as different");
        else if (!is_single(q, left) && !is_single(q, right) &&
                 query_named(query_called(q, left), texts) &&
                 query_named(query_called(q, right), texts))
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "two texts or numbers are compared by their place in memory");
    }
}

const Rule rule_identity_compare = {
    .id       = L("identity-compare"),
    .cwe      = 595, .also = {597, 1025}, .severity = SEV_LOW,
    .title    = L("`is` decides where equality is meant"),
    .why      = L("`is` asks whether two names lead to the same object in memory. Equal texts and "
                  "numbers are often two objects, and sometimes one, because the interpreter keeps "
                  "short texts and small numbers: a check of a role, an account or a token passes "
                  "in the test and fails with data that came over the network, or `is not` lets "
                  "through what it should refuse."),
    .instead  = L("Compare with == and !=; keep `is` for None, sentinels and members of an Enum. "
                  "Compare secrets with hmac.compare_digest."),
    .bad      = L("def is_admin(user):\n"
                  "    return user.role is \"admin\"\n"),
    .good     = L("def is_admin(user):\n"
                  "    return user.role == \"admin\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/595.html"),
                     L("https://docs.python.org/3/reference/expressions.html#is-not"),
                     L("https://docs.astral.sh/ruff/rules/is-literal/")),
    .peers    = LIST(L("ruff:F632"), L("codeql:py/comparison-using-is")),
    .at_file  = look,
    .weak_in_package = true,
};
