// mend/sql_grown: a query that grows in steps, query = "…"; if x: query += "…"; execute(query): the values
// of each step join a list that the call is given.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

typedef struct {
    NodeId assign;
    struct {
        NodeId *v;
        Size n, cap;
    } grown;
    int stores;
} Growth;

static void find_growth(const Mend *m, NodeId n, Sym name, Growth *g)
{
    const PyNode *p = py_at(m->tree, n);
    bool is_name = p->kind == PY_Name && py_sym(m->tree, n, Name_id) == name;
    if (is_name && p->op != CTX_LOAD) g->stores++;
    if (p->kind == PY_Assign) {
        NodeList targets = py_list(m->tree, n, Assign_targets);
        if (targets.n == 1 && py_kind(m->tree, targets.v[0]) == PY_Name &&
            py_sym(m->tree, targets.v[0], Name_id) == name)
            g->assign = n;
    }
    if (p->kind == PY_AugAssign && p->op == OP_ADD) {
        NodeId target = py_node(m->tree, n, AugAssign_target);
        if (py_kind(m->tree, target) == PY_Name && py_sym(m->tree, target, Name_id) == name)
            *push(m->keep, &g->grown) = n;
    }
    uint32_t it = 0;
    for (NodeId c; (c = py_next_child(m->tree, n, &it));) find_growth(m, c, name, g);
}

typedef struct { NodeId stmt; SqlValues values; } Step;
typedef struct {
    struct {
        Step *v;
        Size n, cap;
    } steps;
    Size total;
    SqlConditions conditions;
} Grown;

// One statement of the growth.
static bool grow_one(const Mend *m, Change *c, NodeId call, NodeId stmt, NodeId value,
                     SqlStyle style, Holes *names, Grown *g)
{
    SqlPart part = {0};
    if (!sql_part(m, c, call, value, style, names, &part)) return false;
    if (part.conditions.params.len) {
        if (g->conditions.params.len) return false;
        g->conditions = part.conditions;
    }
    g->total += part.values.n;
    *push(m->keep, &g->steps) = (Step){stmt, part.values};
    return true;
}

// Its values as lines after it.
static bool grow_list(const Mend *m, Change *c, const Step *s, Str list)
{
    Buf lines = {.keep = m->keep};
    bool first = py_kind(m->tree, s->stmt) == PY_Assign;
    if (first) buf_fmt(&lines, "%.*s = [", STR_ARG(list));
    for (Size i = 0; i < s->values.n; i++) {
        const SqlGiven *v = &s->values.v[i];
        if (first)
            buf_fmt(&lines, "%s%s%.*s", i ? ", " : "", v->many ? "*" : "", STR_ARG(v->text));
        else
            buf_fmt(&lines, "%s%.*s", i ? "\n" : "", STR_ARG(sql_add_values(m, list, v, 1)));
    }
    if (first) buf_char(&lines, ']');
    return !lines.n || mend_after(m, c, s->stmt, buf_str(&lines));
}

// The list that the calls are given: one of its own, or that of the only conditions.
static bool list_of_growth(const Mend *m, Change *c, const Grown *g, Str *list)
{
    static const Str names[] = {L("params"), L("values"), L("parameters")};
    *list = g->conditions.params;
    if (g->total == 1 && list->len) return true;
    Str other = *list;
    *list = (Str){0};
    for (Size i = 0; i < countof(names) && !list->len; i++)
        if (!name_find(&m->tree->names, names[i]) && !str_eq(names[i], other)) *list = names[i];
    for (Size i = 0; i < g->steps.n; i++)
        if (!list->len || !grow_list(m, c, &g->steps.v[i], *list)) return false;
    return true;
}

static bool is_given(const SqlCalls *others, NodeId call, NodeId one)
{
    bool is = one == call;
    for (Size i = 0; i < others->n; i++) is |= others->v[i] == one;
    return is;
}

bool mend_sql_grown(const Mend *m, Change *c, NodeId call, NodeId query, SqlStyle style,
                    Holes *names)
{
    Growth g = {0};
    Grown made = {0};
    SqlCalls others = {0};
    Str list;
    NodeId scope = mend_function(m, call), whole = query;
    query = sql_name_in(m, whole);
    if (!scope || py_kind(m->tree, query) != PY_Name || mend_arg(m, call, 1, (Str){0}))
        return false;
    if (style != STYLE_QMARK && style != STYLE_FORMAT) return false;
    find_growth(m, scope, py_sym(m->tree, query, Name_id), &g);
    if (!g.assign || !g.grown.n || g.stores != (int)g.grown.n + 1) return false;
    if (!sql_uses_grown(m, call, query, &others)) return false;
    if (!grow_one(m, c, call, g.assign, py_node(m->tree, g.assign, Assign_value), style, names,
                  &made))
        return false;
    for (Size i = 0; i < g.grown.n; i++) {
        NodeId stmt = g.grown.v[i];
        if (py_at(m->tree, stmt)->beg < py_at(m->tree, g.assign)->end ||
            py_at(m->tree, stmt)->end > py_at(m->tree, call)->beg ||
            !grow_one(m, c, call, stmt, py_node(m->tree, stmt, AugAssign_value), style, names,
                      &made))
            return false;
    }
    for (Size i = 0; i < made.conditions.calls.n; i++)
        if (!is_given(&others, call, made.conditions.calls.v[i])) return false;
    if (!made.total || !list_of_growth(m, c, &made, &list)) return false;
    Str more = str_fmt(m->keep, ", %.*s", STR_ARG(list));
    mend_insert(m, c, py_at(m->tree, whole)->end, more);
    for (Size i = 0; i < others.n; i++)
        mend_insert(m, c, py_at(m->tree, py_list(m->tree, others.v[i], Call_args).v[0])->end, more);
    return true;
}
