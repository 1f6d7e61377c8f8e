// rule connection-not-returned: what was borrowed from a pool is not given back when something fails.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// How a pool is asked for one of its few, and by what it gets it back: pool.putconn(x), or x.close().
static const struct Loan { Str borrow, back, pool; bool of_pool; } loans[] = {
    {L("getconn"), L("putconn"), L(""), true},
    {L("acquire"), L("release"), L("pool"), true},
    {L("get_connection"), L("release"), L("pool"), true},
    {L("get_connection"), L("close"), L("pool"), false},
    {L("raw_connection"), L("close"), L(""), false},
    {L("connection"), L("close"), L("pool"), false},
    {L("getresource"), L("release"), L("pool"), true}};

static bool in_lower(Str text, Str part)
{
    return !part.len || query_named(text, (const Str[]){part, {0}});
}

static const struct Loan *loan_of(const Query *q, NodeId call, Str back)
{
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func);
    if (py_kind(t, func) != PY_Attribute) return NULL;
    Str of = query_called(q, py_node(t, func, Attribute_value));
    for (Size i = 0; i < countof(loans); i++)
        if (str_eq(query_method(q, call), loans[i].borrow) && in_lower(of, loans[i].pool) &&
            (!back.len || str_eq(back, loans[i].back)))
            return &loans[i];
    return NULL;
}

// pool.putconn(conn), conn.close() in this function; the first of them. 0: none.
static NodeId given_back(const Query *q, uint32_t func, Str name, NodeId borrowed)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId f = py_node(t, n, Call_func);
        if (q->inside[n] != func || py_kind(t, f) != PY_Attribute) continue;
        const struct Loan *l = loan_of(q, borrowed, query_method(q, n));
        NodeId arg = query_arg(q, n, 0, S("conn")), of = py_node(t, f, Attribute_value);
        if (l && (l->of_pool ? arg && query_uses(q, arg, name) : str_eq(query_called(q, of), name)))
            return n;
    }
    return 0;
}

// In a finally, in a with, or handed to somebody who closes it.
static bool surely(const Query *q, uint32_t func, Str name)
{
    static const Str closers[] = {
        L("closing"), L("enter_context"), L("push_async_callback"), L("callback"),
        L("push"),    L("register"),      L("addCleanup"),          {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Try, n));) {
        NodeList last = py_list(t, n, Try_finalbody);
        for (uint32_t i = 0; q->inside[n] == func && i < last.n; i++)
            if (query_uses(q, last.v[i], name)) return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_withitem, n));)
        if (q->inside[n] == func && query_uses(q, py_node(t, n, withitem_context_expr), name))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        for (const Str *c = closers; c->len; c++)
            if (q->inside[n] == func && str_eq(query_method(q, n), *c) && query_uses(q, n, name))
                return true;
    return false;
}

// Given back in the handler of every exception, too.
static bool in_handler(const Query *q, NodeId back, uint32_t func, Str name)
{
    Str way = query_method(q, back);
    for (NodeId n = 0; (n = query_next(q, PY_ExceptHandler, n));) {
        if (q->inside[n] != func) continue;
        for (NodeId c = 0; (c = query_next_in(q, PY_Call, n, c));)
            if (str_eq(query_method(q, c), way) && query_uses(q, c, name)) return true;
    }
    return false;
}

// Something that may raise is called between the two.
static bool works_between(const Query *q, uint32_t func, NodeId from, NodeId to)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (q->inside[n] == func && py_at(t, n)->beg >= py_at(t, from)->end &&
            py_at(t, n)->end <= py_at(t, to)->beg && !query_within(q, n, to))
            return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId call = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        uint32_t func = q->inside[n];
        if (py_kind(t, call) == PY_Await) call = py_node(t, call, Await_value);
        if (!func || py_kind(t, call) != PY_Call || py_kind(t, to) != PY_Name ||
            !loan_of(q, call, S("")))
            continue;
        Str name = query_called(q, to);
        NodeId back = given_back(q, func, name, call);
        if (!back || surely(q, func, name) || in_handler(q, back, func, name) ||
            !works_between(q, func, call, back))
            continue;
        rule_report(run, func, call, CONF_MEDIUM,
                    "an exception before %.*s() keeps `%.*s` from the pool for ever",
                    STR_ARG(query_method(q, back)), STR_ARG(name));
    }
}

const Rule rule_connection_not_returned = {
    .id       = L("connection-not-returned"),
    .cwe      = 772, .also = {404}, .severity = SEV_LOW,
    .title    = L("what was borrowed from a pool is not given back when something fails"),
    .why      = L("A pool holds a few connections. A query that fails between taking one and giving "
                  "it back keeps it for ever; an attacker needs as many requests that fail as the "
                  "pool is large, and nobody is served any more."),
    .instead  = L("Give it back in a finally, or take it by `with` where the pool can."),
    .bad      = L("def names(pool, text):\n"
                  "    conn = pool.getconn()\n"
                  "    cur = conn.cursor()\n"
                  "    cur.execute(\"SELECT name FROM t WHERE at = %s\", (text,))\n"
                  "    rows = cur.fetchall()\n"
                  "    pool.putconn(conn)\n"
                  "    return rows\n"),
    .good     = L("def names(pool, text):\n"
                  "    conn = pool.getconn()\n"
                  "    try:\n"
                  "        cur = conn.cursor()\n"
                  "        cur.execute(\"SELECT name FROM t WHERE at = %s\", (text,))\n"
                  "        return cur.fetchall()\n"
                  "    finally:\n"
                  "        pool.putconn(conn)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/772.html"),
                     L("https://www.psycopg.org/docs/pool.html"),
                     L("https://docs.sqlalchemy.org/en/20/core/connections.html#working-with-the-dbapi-cursor-directly")),
    .at_file  = look,
    .words    = LIST(L("getconn"), L("acquire"), L("get_connection"), L("raw_connection"), L("connection"),
                     L("getresource")),
    .weak_in_package = true,
};
