// rule off-by-one: an index is let through that lies one past what is allowed.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_length(const Query *q, NodeId n)
{
    NodeId value = query_peel(q, n);
    return py_kind(q->tree, value) == PY_Call && str_eq(query_method(q, value), S("len"));
}

// Is this name used as an index in `in`?
static bool indexes(const Query *q, NodeId in, Str name)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) {
        NodeId slice = py_node(t, n, Subscript_slice);
        if (query_within(q, n, in) && py_kind(t, slice) == PY_Name &&
            str_eq(query_called(q, slice), name))
            return true;
    }
    return false;
}

static void look_at_tests(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_If, n));) {
        NodeId test = py_node(t, n, If_test);
        if (py_kind(t, test) != PY_Compare) continue;
        SymList ops = py_syms(t, test, Compare_ops);
        NodeList right = py_list(t, test, Compare_comparators);
        NodeId index = right.n == 2 ? right.v[0] : py_node(t, test, Compare_left),
               limit = py_last(right);
        if (ops.v[ops.n - 1] != OP_LTE || right.n > 2 || py_kind(t, index) != PY_Name ||
            !is_length(q, limit))
            continue;
        NodeList body = py_list(t, n, If_body);
        bool used = false;
        for (uint32_t i = 0; i < body.n; i++) used |= indexes(q, body.v[i], query_called(q, index));
        if (used)
            rule_report(run, q->inside[n], test, CONF_MEDIUM,
                        "the length itself passes as an index");
    }
}

// for i in range(len(x) + 1): x[i]
static void look_at_ranges(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_For, n));) {
        NodeId iter = py_node(t, n, For_iter), target = py_node(t, n, For_target);
        if (py_kind(t, iter) != PY_Call || !str_eq(query_method(q, iter), S("range")) ||
            py_kind(t, target) != PY_Name)
            continue;
        NodeList args = py_list(t, iter, Call_args);
        NodeId stop = args.n ? args.v[args.n > 1 ? 1 : 0] : 0;
        int64_t more;
        if (!stop || py_kind(t, stop) != PY_BinOp || py_at(t, stop)->op != OP_ADD) continue;
        NodeId length = py_node(t, stop, BinOp_left);
        if (!query_int(q, py_node(t, stop, BinOp_right), &more) || more < 1 ||
            py_kind(t, length) != PY_Call)
            continue;
        if (!str_eq(query_method(q, length), S("len"))) continue;
        NodeId of = query_arg(q, length, 0, S(""));
        for (NodeId s = 0; of && (s = query_next(q, PY_Subscript, s));) {
            NodeId slice = py_node(t, s, Subscript_slice);
            bool same = query_within(q, s, n) &&
                        str_eq(py_text(t, py_node(t, s, Subscript_value)), py_text(t, of)) &&
                        py_kind(t, slice) == PY_Name &&
                        str_eq(query_called(q, slice), query_called(q, target));
            if (same)
                rule_report(run, q->inside[n], s, CONF_MEDIUM,
                            "the last round reads one past the end");
        }
    }
}

static void look(RuleRun *run)
{
    look_at_tests(run);
    look_at_ranges(run);
}

const Rule rule_off_by_one = {
    .id = L("off-by-one"),
    .cwe = 193,
    .also = {129},
    .severity = SEV_MEDIUM,
    .title = L("an index is let through that lies one past what is allowed"),
    .why = L("The test takes the count itself as an index: the item behind the last "
             "allowed one is read, or an error follows."),
    .instead = L("0 <= i < len(items)"),
    .bad = L("ROLES = (\"guest\", \"member\")\n"
             "ALL = ROLES + (\"admin\",)\n"
             "def role(i):\n"
             "    if 0 <= i <= len(ROLES):\n"
             "        return ALL[i]\n"
             "    raise ValueError(i)\n"),
    .good = L("ROLES = (\"guest\", \"member\")\n"
              "ALL = ROLES + (\"admin\",)\n"
              "def role(i):\n"
              "    if 0 <= i < len(ROLES):\n"
              "        return ALL[i]\n"
              "    raise ValueError(i)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/193.html"),
             L("https://docs.python.org/3/library/stdtypes.html#common-sequence-operations")),
    .at_file = look,
    .words = LIST(L("len")),
    .weak_in_package = true,
};
