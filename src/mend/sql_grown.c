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
    NodeId given;                        // a list of values that the call has already
    // named: the values are a dictionary's, by names that begin with it
    char letter;
} Grown;

static bool in_loop(const Mend *m, NodeId n)
{
    for (n = mend_parent(m, n); n && !mend_is_def(py_kind(m->tree, n)); n = mend_parent(m, n)) {
        int kind = py_kind(m->tree, n);
        if (kind == PY_For || kind == PY_AsyncFor || kind == PY_While) return true;
    }
    return false;
}

// One statement of the growth.
static bool grow_one(const Mend *m, Change *c, NodeId call, NodeId stmt, NodeId value,
                     SqlStyle style, Holes *names, Grown *g)
{
    SqlPart part = {.letter = g->letter, .numbered = g->total};
    if (!sql_part(m, c, call, g->given, value, style, names, &part)) return false;
    if (part.conditions.params.len) {
        if (g->conditions.params.len) return false;
        g->conditions = part.conditions;
    }
    for (Size i = 0; g->letter && i < part.values.n; i++) {
        // a name has one value, and not a row of them
        SqlGiven *v = &part.values.v[i];
        char quote = edit_quote(m->tree);
        // their own, by names of their own
        if (part.conditions.params.len && part.values.n == 1) break;
        if (v->many || in_loop(m, stmt)) return false;
        v->key = str_fmt(m->keep, "%c%c%td%c", quote, g->letter, g->total + i + 1, quote);
    }
    g->total += part.values.n;
    *push(m->keep, &g->steps) = (Step){stmt, part.values};
    return true;
}

// Its values as lines after it.
static bool grow_list(const Mend *m, Change *c, const Step *s, Str list, bool named)
{
    Buf lines = {.keep = m->keep};
    bool first = py_kind(m->tree, s->stmt) == PY_Assign;
    if (first) buf_fmt(&lines, "%.*s = %c", STR_ARG(list), named ? '{' : '[');
    for (Size i = 0; i < s->values.n; i++) {
        const SqlGiven *v = &s->values.v[i];
        if (named && first)
            buf_fmt(&lines, "%s%.*s: %.*s", i ? ", " : "", STR_ARG(v->key), STR_ARG(v->text));
        else if (named)
            buf_fmt(&lines, "%s%.*s[%.*s] = %.*s", i ? "\n" : "", STR_ARG(list), STR_ARG(v->key),
                    STR_ARG(v->text));
        else if (first)
            buf_fmt(&lines, "%s%s%.*s", i ? ", " : "", v->many ? "*" : "", STR_ARG(v->text));
        else
            buf_fmt(&lines, "%s%.*s", i ? "\n" : "", STR_ARG(sql_add_values(m, list, v, 1)));
    }
    if (first) buf_char(&lines, named ? '}' : ']');
    return !lines.n || mend_after(m, c, s->stmt, buf_str(&lines));
}

// The values join the list that the call has: of the conditions alone, or of the query's own steps.
static bool join_given(const Mend *m, Change *c, const Grown *g)
{
    if (g->conditions.params.len) return g->total == 1;
    for (Size i = 0; i < g->steps.n; i++) {
        const Step *s = &g->steps.v[i];
        if (!s->values.n) continue;
        if (py_kind(m->tree, s->stmt) == PY_Assign) return false;
        if (!mend_after(m, c, s->stmt, sql_add_values(m, py_text(m->tree, g->given), s->values.v,
                                                      s->values.n)))
            return false;
    }
    return true;
}

// Does the given list grow with the query's own steps, where no conditions do?
static bool grows_with(const Mend *m, const Growth *g, NodeId given, SqlStyle style)
{
    SqlParts parts = {.first = g->assign};
    *push(m->keep, &parts) = (SqlAdded){py_node(m->tree, g->assign, Assign_value), g->assign};
    for (Size i = 0; i < g->grown.n; i++)
        *push(m->keep, &parts) =
            (SqlAdded){py_node(m->tree, g->grown.v[i], AugAssign_value), g->grown.v[i]};
    return sql_in_step(m, given, &parts, style);
}

// The list that the calls are given: one of its own, or that of the only conditions.
static bool list_of_growth(const Mend *m, Change *c, const Grown *g, Str *list)
{
    static const Str names[] = {L("params"), L("values"), L("parameters")};
    if (g->given) return join_given(m, c, g);
    *list = g->conditions.params;
    if (g->total == 1 && list->len) return true;
    if (g->letter && list->len) return false;
    Str other = *list;
    *list = (Str){0};
    for (Size i = 0; i < countof(names) && !list->len; i++)
        if (!name_find(&m->tree->names, names[i]) && !str_eq(names[i], other)) *list = names[i];
    for (Size i = 0; i < g->steps.n; i++)
        if (!list->len || !grow_list(m, c, &g->steps.v[i], *list, g->letter)) return false;
    return true;
}

// text(query).bindparams(**params): whoever runs it, and whatever else it is given.
static bool bind_values(const Mend *m, Change *c, NodeId call, NodeId text, const SqlCalls *others,
                        Str list)
{
    bool given = call == text || py_list(m->tree, call, Call_args).n > 1 ||
        py_list(m->tree, call, Call_keywords).n;
    if (others->n) return false;
    mend_insert(m, c, py_at(m->tree, text)->end,
                str_fmt(m->keep, given ? ".bindparams(**%.*s)" : ", %.*s", STR_ARG(list)));
    return true;
}

static bool is_given(const SqlCalls *others, NodeId call, NodeId one)
{
    bool is = one == call;
    for (Size i = 0; i < others->n; i++) is |= others->v[i] == one;
    return is;
}

// execute(text(query)), text(query): the call of text(); 0: the query is none of its.
static NodeId text_of(const Mend *m, NodeId call, NodeId query)
{
    if (py_kind(m->tree, query) == PY_Call && str_eq(mend_called(m, query), S("text")))
        return query;
    return str_eq(mend_called(m, call), S("text")) && mend_arg(m, call, 0, S("text")) == query
           ? call : 0;
}

bool mend_sql_grown(const Mend *m, Change *c, NodeId call, NodeId query, SqlStyle style,
                    Holes *names)
{
    Growth g = {0};
    Grown made = {0};
    SqlCalls others = {0};
    Str list = {0};
    NodeId scope = mend_function(m, call), whole = query,
           text = style == STYLE_NAMED ? text_of(m, call, query) : 0;
    if (text) {
        query = mend_arg(m, text, 0, S("text"));
        made.letter = sql_free_letter(m, text);
        if (!query || !made.letter || py_list(m->tree, text, Call_args).n > 1) return false;
    }
    query = sql_name_in(m, text ? query : whole);
    made.given = text ? 0 : mend_arg(m, call, 1, (Str){0});
    if (!scope || py_kind(m->tree, query) != PY_Name ||
        (made.given && py_kind(m->tree, made.given) != PY_Name))
        return false;
    if (style != STYLE_QMARK && style != STYLE_FORMAT && !text) return false;
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
    if (made.given && (others.n || (!made.conditions.params.len && !grows_with(m, &g, made.given, style))))
        return false;
    if (!made.total || !list_of_growth(m, c, &made, &list)) return false;
    if (made.given) return true;
    if (text) return bind_values(m, c, call, text, &others, list);
    Str more = str_fmt(m->keep, ", %.*s", STR_ARG(list));
    mend_insert(m, c, py_at(m->tree, whole)->end, more);
    for (Size i = 0; i < others.n; i++)
        mend_insert(m, c, py_at(m->tree, py_list(m->tree, others.v[i], Call_args).v[0])->end, more);
    return true;
}
