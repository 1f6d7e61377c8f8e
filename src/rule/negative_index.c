// rule negative-index: an index from outside is tested against the end and not against the
// beginning.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool same_name(const Query *q, NodeId n, Sym name)
{
    return n && py_kind(q->tree, n) == PY_Name && py_sym(q->tree, n, Name_id) == name;
}

// if number >= self.count: raise …
static bool refuses(const Query *q, NodeId compare)
{
    const Tree *t = q->tree;
    NodeId st = q->parent[compare];
    if (py_kind(t, st) != PY_If || py_node(t, st, If_test) != compare) return false;
    NodeList body = py_list(t, st, If_body);
    int k = py_kind(t, py_last(body));
    return k == PY_Raise || k == PY_Return || k == PY_Continue;
}

// What is known of `name` from comparisons in its function: 1 an upper bound by a length, 2 a lower
// bound.
static int bounds(const Query *q, uint32_t func, Sym name)
{
    const Tree *t = q->tree;
    int known = 0;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        SymList ops = py_syms(t, n, Compare_ops);
        NodeList right = py_list(t, n, Compare_comparators);
        NodeId left = py_node(t, n, Compare_left);
        if (q->inside[n] != func) continue;
        for (uint32_t i = 0; i < ops.n; i++) {
            NodeId a = i ? right.v[i - 1] : left, b = right.v[i];
            bool less = ops.v[i] == OP_LT || ops.v[i] == OP_LTE,
                 more = ops.v[i] == OP_GT || ops.v[i] == OP_GTE;
            if (ops.v[i] == OP_IN || ops.v[i] == OP_NOTIN) known |= same_name(q, a, name) ? 2 : 0;
            if (!less && !more) continue;
            bool is_a = same_name(q, a, name), is_b = same_name(q, b, name);
            NodeId other = is_a ? b : a;
            int64_t v;
            if (!is_a && !is_b) continue;
            if (query_int(q, other, &v) && v <= 1) known |= 2;
            else
                known |=
                    query_mentions(q, other, (const Str[]){L("len"), {0}}) || refuses(q, n) ? 1 : 0;
        }
    }
    return known;
}

static bool made_positive(const Query *q, NodeId value)
{
    return query_mentions(q, value, (const Str[]){L("abs"), L("max"), L("isdigit"), {0}});
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) {
        NodeId slice = py_node(t, n, Subscript_slice), value = query_assigned(q, slice);
        bool number =
            value && py_kind(t, value) == PY_Call && str_eq(query_method(q, value), S("int"));
        // a number that a handler in another function or file was asked for
        bool handed =
            !number && query_is_parameter(q, slice) && (query_taint(q, slice) & KIND(REMOTE));
        if (!number && !handed) continue;
        uint32_t func = q->inside[n];
        NodeId def = query_def(q, func);
        Sym name = py_sym(t, slice, Name_id);
        if (!def || (value && made_positive(q, value)) || bounds(q, func, name) != 1) continue;
        if (query_mentions(q, def, (const Str[]){L("isdigit"), L("isdecimal"), {0}})) continue;
        // a route's <int:…> takes no sign
        if (handed &&
            query_mentions_text(q, def, (const Str[]){L("<int:"), L("<uint:"), L("<int("), {0}}))
            continue;
        rule_report(run, func, n,
                    query_is_handler(q, func) || (query_taint(q, slice) & KIND(REMOTE))
                        ? CONF_MEDIUM
                        : CONF_LOW,
                    "a negative `%.*s` reads from the end", STR_ARG(query_called(q, slice)));
    }
}

const Rule rule_negative_index = {
    .id = L("negative-index"),
    .cwe = 129,
    .also = {125},
    .severity = SEV_MEDIUM,
    .title = L("an index from outside is tested against the end and not against the "
               "beginning"),
    .why = L("-1 is below every upper limit, so it passes the test, and Python counts it from "
             "the end: an attacker reads the last entries, which are often those that were not "
             "meant for them."),
    .instead = L("if not 0 <= i < len(items): refuse"),
    .bad = L("from flask import Flask, abort, request\n"
             "app = Flask(__name__)\n"
             "PUBLIC = [\"a\", \"b\"]\n"
             "PAGES = PUBLIC + [\"answers\"]\n"
             "@app.get(\"/page\")\n"
             "def page():\n"
             "    number = int(request.args[\"n\"])\n"
             "    if number >= len(PUBLIC):\n"
             "        abort(404)\n"
             "    return PAGES[number]\n"),
    .good = L("from flask import Flask, abort, request\n"
              "app = Flask(__name__)\n"
              "PUBLIC = [\"a\", \"b\"]\n"
              "PAGES = PUBLIC + [\"answers\"]\n"
              "@app.get(\"/page\")\n"
              "def page():\n"
              "    number = int(request.args[\"n\"])\n"
              "    if not 0 <= number < len(PUBLIC):\n"
              "        abort(404)\n"
              "    return PAGES[number]\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/129.html"),
             L("https://docs.python.org/3/library/stdtypes.html#common-sequence-operations")),
    .at_file = look,
    .weak_in_package = true,
};
