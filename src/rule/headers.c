// rule/headers: the headers of answers that a program writes, however it does: response.headers["X"] = "y",
// set_header("X", "y"), {"X": "y"}.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

void rule_each_header_set(RuleRun *run, RuleHeader *see)
{
    static const Str sets[] = {L("set_header"), L("add_header"),  L("send_header"),
                               L("setdefault"), L("add"),         L("set"),
                               L("append"),     L("__setitem__"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) == PY_Subscript)
            see(run, n, py_node(t, to, Subscript_slice), py_node(t, n, Assign_value));
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (str_in(query_method(q, n), sets))
            see(run, n, query_arg(q, n, 0, S("")), query_arg(q, n, 1, S("")));
}

void rule_each_header(RuleRun *run, RuleHeader *see)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    rule_each_header_set(run, see);
    for (NodeId n = 0; (n = query_next(q, PY_Dict, n));) {
        NodeList keys = py_list(t, n, Dict_keys), values = py_list(t, n, Dict_values);
        for (uint32_t i = 0; i < keys.n; i++) see(run, values.v[i], keys.v[i], values.v[i]);
    }
}
