// rule duplicate-key: a key stands twice in a dictionary, or in a list of pairs that serves as one.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// "a", 1, Color.RED: what two keys must share to be the same one; "" when nobody can tell.
static Str key_text(const Query *q, NodeId key)
{
    const Tree *t = q->tree;
    const PyConst *c = key && py_kind(t, key) == PY_Constant ? py_const(t, key) : NULL;
    if (c && c->kind == CONST_STR) return str_join(q->keep, S("\""), c->text, S("\""));
    if (c && c->kind == CONST_INT && !c->big) return py_text(t, key);
    return key && py_kind(t, key) == PY_Attribute ? query_dotted(q, key) : S("");
}

static void look_at(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
    Arena scratch = *run->scratch;
    Map seen = {0};
    for (uint32_t i = 0; i < keys.n; i++) {
        Str key = key_text(q, keys.v[i]);
        if (!key.len) continue;
        void **before = map_at(&scratch, &seen, key);
        NodeId other = (NodeId)(uintptr_t)*before;
        if (other && !str_eq(py_text(t, other), py_text(t, values.v[i])))
            rule_report(run, q->inside[n], keys.v[i], CONF_LOW,
                        "the key %.*s stands twice, with two values", STR_ARG(key));
        *before = (void *)(uintptr_t)values.v[i];
    }
}

// ---- a list of pairs that serves as a table

static bool is_empty_list(const Tree *t, NodeId value)
{
    return value && py_kind(t, value) == PY_List && !py_list(t, value, List_elts).n;
}

// Is the list sorted by its keys, or made a dictionary, in this function: does it serve as a table?
static bool serves_as_table(const Query *q, uint32_t func, Str list)
{
    static const Str sorts[] = {L("sort"), L("sorted"), L("insort"), L("dict"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId f = py_node(t, n, Call_func), first = query_arg(q, n, 0, S(""));
        NodeId of = py_kind(t, f) == PY_Attribute ? py_node(t, f, Attribute_value) : first;
        if (q->inside[n] == func && str_in(query_method(q, n), sorts) && of &&
            py_kind(t, of) == PY_Name && str_eq(query_called(q, of), list) &&
            !query_arg(q, n, -1, S("key")))
            return true;
    }
    return false;
}

// Does the loop look whether it has seen the key before, or leave some out?
static bool looks_first(const Query *q, NodeId loop, Str key)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        if (query_within(q, n, loop) && (op == OP_IN || op == OP_NOTIN) &&
            str_eq(query_called(q, py_node(t, n, Compare_left)), key))
            return true;
    }
    return false;
}

static NodeId loop_of(const Query *q, NodeId n)
{
    while (n && py_kind(q->tree, n) != PY_While && py_kind(q->tree, n) != PY_For) n = q->parent[n];
    return n;
}

// `name` taken from a call, in this function: basename, data = next_entry()
static bool from_call(const Query *q, uint32_t func, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (q->inside[n] == func && py_kind(t, py_node(t, n, Assign_value)) == PY_Call &&
            query_uses(q, to, name))
            return true;
    }
    return false;
}

static void look_at_append(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func), pair = query_arg(q, call, 0, S(""));
    if (!pair || py_kind(t, func) != PY_Attribute || !str_eq(query_method(q, call), S("append")) ||
        py_kind(t, pair) != PY_Tuple || py_list(t, pair, Tuple_elts).n != 2)
        return;
    NodeId list = py_node(t, func, Attribute_value), key = py_list(t, pair, Tuple_elts).v[0];
    NodeId loop = loop_of(q, call);
    uint32_t in = q->inside[call];
    if (!loop || py_kind(t, list) != PY_Name || py_kind(t, key) != PY_Name ||
        !is_empty_list(t, query_assigned(q, list)) || !from_call(q, in, query_called(q, key)) ||
        looks_first(q, loop, query_called(q, key)) ||
        !serves_as_table(q, in, query_called(q, list)))
        return;
    rule_report(run, in, call, CONF_LOW, "the same `%.*s` may come twice, and both pairs stay",
                STR_ARG(query_called(q, key)));
}

static void look(RuleRun *run)
{
    if (run->least > CONF_LOW) return;                          // it says nothing sure of anything
    for (NodeId n = 0; (n = query_next(run->query, PY_Call, n));) look_at_append(run, n);
    for (NodeId n = 0; (n = query_next(run->query, PY_Dict, n));) look_at(run, n);
}

const Rule rule_duplicate_key = {
    .id       = L("duplicate-key"),
    .cwe      = 462, .severity = SEV_LOW,
    .title    = L("a key stands twice in a dictionary, or in a list of pairs that serves as one"),
    .why      = L("Of two values under one key a dictionary keeps the last: a rule, a limit or a "
                  "permission that was meant is silently gone. In a list of pairs both stay, and "
                  "whoever can add a pair of the same name decides which one is found first."),
    .instead  = L("Leave one of them; keep pairs in a dictionary, and decide what a second one "
                  "means."),
    .bad      = L("LIMITS = {\"upload\": 10, \"login\": 5, \"upload\": 1000}\n"),
    .good     = L("LIMITS = {\"upload\": 10, \"login\": 5}\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/462.html"),
                     L("https://docs.astral.sh/ruff/rules/multi-value-repeated-key-literal/")),
    .peers    = LIST(L("ruff:F601")),
    .at_file  = look,
    .surest   = {.most = CONF_LOW},
};
