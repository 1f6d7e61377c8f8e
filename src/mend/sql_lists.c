// mend/sql_lists: conditions that a function collects in a list and joins into its query. Each gets
// placeholders where it is made, and its values go into a list that grows beside, in the same order.
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

enum { MOST_STEPS = 12, MOST_PARTS = 60, MOST_SEEN = 8 };

typedef struct {
    const Mend *m;
    Change *c;
    NodeId call, def, init, join, given;                 // init: the statement that makes the list
    Sym list;
    SqlParts parts;
    Sym seen[MOST_SEEN];
    Size nseen;
    SqlCalls calls;
} Collected;

// ---- which list a hole joins

static NodeId joined(const Mend *m, NodeId e, int steps);

// " AND ".join(conditions)
static NodeId joined_by(const Mend *m, NodeId call)
{
    NodeId f = py_node(m->tree, call, Call_func), arg = mend_arg(m, call, 0, (Str){0});
    bool join = py_kind(m->tree, f) == PY_Attribute && str_eq(mend_called(m, call), S("join")) &&
                mend_string(m, py_node(m->tree, f, Attribute_value)).len;
    return join && arg && py_kind(m->tree, arg) == PY_Name ? arg : 0;
}

// A text with no other hole than the one of the list.
static NodeId joined_in(const Mend *m, NodeId e, int steps)
{
    Pieces p;
    NodeId list = 0;
    if (!mend_pieces(m, e, &p)) return 0;
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind != PIECE_HOLE) continue;
        if (list || p.v[i].node == e || !(list = joined(m, p.v[i].node, steps))) return 0;
    }
    return list;
}

// … if conditions else ""
static NodeId joined_or(const Mend *m, NodeId e, int steps)
{
    NodeId test = py_node(m->tree, e, IfExp_test), other = py_node(m->tree, e, IfExp_orelse);
    const PyConst *c = py_kind(m->tree, other) == PY_Constant ? py_const(m->tree, other) : NULL;
    NodeId list = joined(m, py_node(m->tree, e, IfExp_body), steps);
    bool asked = list && str_eq(py_text(m->tree, test), py_text(m->tree, list));
    return asked && c && c->kind == CONST_STR ? list : 0;
}

static NodeId joined(const Mend *m, NodeId e, int steps)
{
    NodeId stmt, value;
    if (--steps < 0) return 0;
    switch (py_kind(m->tree, e)) {
    case PY_Name:
        value = mend_assigned(m, e, &stmt);
        return value && py_kind(m->tree, value) != PY_Constant ? joined(m, value, steps) : 0;
    case PY_Call: {
        NodeId list = joined_by(m, e);
        return list ? list : str_eq(mend_called(m, e), S("format")) ? joined_in(m, e, steps) : 0;
    }
    case PY_IfExp: return joined_or(m, e, steps);
    case PY_BinOp: case PY_JoinedStr: return joined_in(m, e, steps);
    default: return 0;
    }
}

NodeId sql_joined(const Mend *m, NodeId hole) { return joined(m, hole, MOST_STEPS); }

// ---- what is done with the list

static NodeId scope_of(const Collected *k) { return k->def ? k->def : k->m->tree->root; }

static bool is_test(const Mend *m, NodeId n)
{
    static const char *const asks[] = {"len", "bool", "any", NULL};
    NodeId up = mend_parent(m, n);
    switch (py_kind(m->tree, up)) {
    case PY_If: case PY_While: return py_node(m->tree, up, If_test) == n;
    case PY_IfExp: return py_node(m->tree, up, IfExp_test) == n;
    case PY_Call: return !mend_object(m, up).len && mend_is_one(mend_called(m, up), asks);
    case PY_UnaryOp: return py_at(m->tree, up)->op == OP_NOT;
    default: return false;
    }
}

static bool add_parts(Collected *k, NodeId display, NodeId stmt)
{
    NodeList items = py_list(k->m->tree, display, List_elts);
    for (uint32_t i = 0; i < items.n; i++) {
        if (py_kind(k->m->tree, items.v[i]) == PY_Starred || k->parts.n == MOST_PARTS) return false;
        *push(k->m->keep, &k->parts) = (SqlAdded){items.v[i], stmt};
    }
    return true;
}

// conditions = [] | ["…", f"…"]
static bool take_init(Collected *k, NodeId name)
{
    NodeId stmt, value = sql_display(k->m, name, &stmt);
    if (k->init || !value) return false;
    k->init = k->parts.first = stmt;
    return add_parts(k, value, stmt);
}

// conditions.append(x), conditions.extend([x, y])
static bool take_method(Collected *k, NodeId attribute)
{
    const Mend *m = k->m;
    NodeId call = mend_parent(m, attribute), stmt = call ? mend_parent(m, call) : 0;
    if (!stmt || py_kind(m->tree, call) != PY_Call || py_kind(m->tree, stmt) != PY_Expr) return false;
    NodeId arg = mend_arg(m, call, 0, (Str){0});
    if (!arg || py_list(m->tree, call, Call_args).n != 1) return false;
    if (str_eq(mend_called(m, call), S("extend")) && py_kind(m->tree, arg) == PY_List)
        return add_parts(k, arg, stmt);
    if (!str_eq(mend_called(m, call), S("append")) || k->parts.n == MOST_PARTS) return false;
    *push(m->keep, &k->parts) = (SqlAdded){arg, stmt};
    return true;
}

static bool take_use(Collected *k, NodeId name)
{
    const Mend *m = k->m;
    NodeId up = mend_parent(m, name);
    if (mend_function(m, name) != k->def) return false;
    if (py_at(m->tree, name)->op != CTX_LOAD) return take_init(k, name);
    if (py_kind(m->tree, up) == PY_Attribute) return take_method(k, up);
    if (py_kind(m->tree, up) == PY_Call && joined_by(m, up) == name) {
        if (k->join) return false;                       // its values would be given once
        k->join = up;
        return true;
    }
    return is_test(m, name);
}

static bool take_uses(Collected *k)
{
    const Mend *m = k->m;
    NodeId def = scope_of(k);
    for (NodeId n = 0; (n = mend_next(m, PY_Name, def, n));)
        if (py_sym(m->tree, n, Name_id) == k->list && !take_use(k, n)) return false;
    if (!k->init || !k->join) return false;
    for (Size i = 0; i < k->parts.n; i++)
        if (py_at(m->tree, k->parts.v[i].stmt)->beg > py_at(m->tree, k->join)->beg) return false;
    return true;
}

// ---- the calls that run what was joined

static bool climb(Collected *k, NodeId e, int steps);

static bool climb_from_name(Collected *k, NodeId name, int steps)
{
    const Mend *m = k->m;
    Sym sym = py_sym(m->tree, name, Name_id);
    int made = 0;
    for (Size i = 0; i < k->nseen; i++)
        if (k->seen[i] == sym) return false;
    if (k->nseen == MOST_SEEN || py_kind(m->tree, name) != PY_Name) return false;
    k->seen[k->nseen++] = sym;
    for (NodeId n = 0, def = scope_of(k); (n = mend_next(m, PY_Name, def, n));) {
        if (py_sym(m->tree, n, Name_id) != sym) continue;
        if (mend_function(m, n) != k->def) return false;
        int kind = py_kind(m->tree, mend_parent(m, n));
        if (py_at(m->tree, n)->op != CTX_LOAD) {
            made += kind != PY_AugAssign;
            if (made > 1 || (kind != PY_AugAssign && kind != PY_Assign && kind != PY_AnnAssign))
                return false;
        } else if (!climb(k, n, steps)) return false;
    }
    return true;
}

static bool take_call(Collected *k, NodeId call)
{
    const Mend *m = k->m;
    if (!str_eq(mend_called(m, call), mend_called(m, k->call)) ||
        py_list(m->tree, call, Call_args).n != py_list(m->tree, k->call, Call_args).n ||
        py_list(m->tree, call, Call_keywords).n != py_list(m->tree, k->call, Call_keywords).n)
        return false;
    for (Size i = 0; i < k->calls.n; i++)
        if (k->calls.v[i] == call) return false;         // twice in one query
    *push(m->keep, &k->calls) = call;
    return k->calls.n < MOST_PARTS;
}

static bool climb(Collected *k, NodeId e, int steps)
{
    const Mend *m = k->m;
    const Tree *t = m->tree;
    if (--steps < 0 || is_test(m, e)) return steps >= 0;
    NodeId up = mend_parent(m, e);
    switch (up ? py_kind(t, up) : PY_NONE) {
    case PY_BinOp: case PY_JoinedStr: case PY_FormattedValue: case PY_IfExp: case PY_keyword:
        return climb(k, up, steps);
    case PY_Attribute:                                   // query.format(…)
        return str_eq(py_name(t, py_sym(t, up, Attribute_attr)), S("format")) &&
               climb(k, mend_parent(m, up), steps);
    case PY_Compare: return true;
    case PY_Call:
        if (str_eq(mend_called(m, up), S("text")) || str_eq(mend_called(m, up), S("format")))
            return climb(k, up, steps);
        return mend_arg(m, up, 0, (Str){0}) == e && take_call(k, up);
    case PY_Assign: {
        NodeList to = py_list(t, up, Assign_targets);
        return to.n == 1 && climb_from_name(k, to.v[0], steps);
    }
    case PY_AugAssign: return climb_from_name(k, py_node(t, up, AugAssign_target), steps);
    default: return false;
    }
}

// ---- the values beside

static Str free_name(const Mend *m)
{
    static const Str names[] = {L("params"), L("values"), L("parameters"), L("query_params")};
    for (Size i = 0; i < countof(names); i++)
        if (!name_find(&m->tree->names, names[i])) return names[i];
    return (Str){0};
}

// Behind a statement; on its line when it shares it with the test: if x: conditions.append("…")
static bool put_behind(const Collected *k, NodeId stmt, Str lines)
{
    const Mend *m = k->m;
    if (mend_after(m, k->c, stmt, lines)) return true;
    if (str_find(lines, S("\n")) >= 0) return false;
    mend_insert(m, k->c, py_at(m->tree, stmt)->end, str_fmt(m->keep, "; %.*s", STR_ARG(lines)));
    return true;
}

Str sql_add_values(const Mend *m, Str list, const SqlGiven *v, Size n)
{
    Buf b = {.keep = m->keep};
    bool many = false;
    for (Size i = 0; i < n; i++) many |= v[i].many;
    if (n == 1)
        buf_fmt(&b, "%.*s.%s(%.*s)", STR_ARG(list), many ? "extend" : "append", STR_ARG(v[0].text));
    else {
        buf_fmt(&b, "%.*s.extend([", STR_ARG(list));
        for (Size i = 0; i < n; i++)
            buf_fmt(&b, "%s%s%.*s", i ? ", " : "", v[i].many ? "*" : "", STR_ARG(v[i].text));
        buf_add(&b, S("])"));
    }
    return buf_str(&b);
}

// what the names of conditions' values begin with
enum { CONDITION = 'c' };

static bool in_loop(const Mend *m, NodeId n)
{
    for (n = mend_parent(m, n); n && !mend_is_def(py_kind(m->tree, n)); n = mend_parent(m, n)) {
        int kind = py_kind(m->tree, n);
        if (kind == PY_For || kind == PY_AsyncFor || kind == PY_While) return true;
    }
    return false;
}

// params["c1"] = x: by name, for a text() that is given a dictionary. A loop would give one name
// several values.
static bool put_named(const Collected *k, NodeId stmt, Str params, const SqlValues *values,
                      Size *total)
{
    const Mend *m = k->m;
    char q = edit_quote(m->tree);
    bool init = stmt == k->init;
    Buf b = {.keep = m->keep};
    if (k->given || (values->n && in_loop(m, stmt))) return false;
    if (init) buf_fmt(&b, "%.*s = {", STR_ARG(params));
    for (Size j = 0; j < values->n; j++) {
        const SqlGiven *v = &values->v[j];
        Size nth = ++*total;
        if (v->many) return false;
        if (init)
            buf_fmt(&b, "%s%c%c%td%c: %.*s", j ? ", " : "", q, CONDITION, nth, q, STR_ARG(v->text));
        else
            buf_fmt(&b, "%s%.*s[%c%c%td%c] = %.*s", j ? "\n" : "", STR_ARG(params), q, CONDITION,
                    nth, q,
                    STR_ARG(v->text));
    }
    if (init) buf_char(&b, '}');
    return !b.n ||
           (init ? mend_after(m, k->c, stmt, buf_str(&b)) : put_behind(k, stmt, buf_str(&b)));
}

// All conditions of one statement.
static bool mend_stmt(Collected *k, Size *i, SqlStyle style, Holes *names, Str params, Size *total)
{
    const Mend *m = k->m;
    NodeId stmt = k->parts.v[*i].stmt;
    SqlPart part = {.letter = style == STYLE_NAMED ? CONDITION : 0};
    for (; *i < k->parts.n && k->parts.v[*i].stmt == stmt; ++*i) {
        // of several in one statement each goes on
        part.numbered = *total + part.values.n;
        if (!sql_part(m, k->c, 0, 0, k->parts.v[*i].expr, style, names, &part)) return false;
    }
    SqlValues values = part.values;
    if (style == STYLE_NAMED) return put_named(k, stmt, params, &values, total);
    *total += values.n;
    if (k->given && stmt == k->init) return !values.n;
    if (stmt != k->init)
        return !values.n ||
               put_behind(k, stmt, sql_add_values(m, params, values.v, values.n));
    Buf b = {.keep = m->keep};
    buf_fmt(&b, "%.*s = [", STR_ARG(params));
    for (Size j = 0; j < values.n; j++)
        buf_fmt(&b, "%s%s%.*s", j ? ", " : "", values.v[j].many ? "*" : "",
                STR_ARG(values.v[j].text));
    buf_char(&b, ']');
    return mend_after(m, k->c, stmt, buf_str(&b));
}

// ", ".join(f"{k} = '{v}'" for k, v in fields.items())
bool sql_pairs(const Mend *m, NodeId hole, SqlPairs *out)
{
    const Tree *t = m->tree;
    NodeId stmt, e = py_kind(t, hole) == PY_Name ? mend_assigned(m, hole, &stmt) : hole;
    NodeId arg = e && str_eq(mend_called(m, e), S("join")) ? mend_arg(m, e, 0, (Str){0}) : 0;
    int kind = arg ? py_kind(t, arg) : 0;
    if (kind != PY_GeneratorExp && kind != PY_ListComp) return false;
    NodeList gens = py_list(t, arg, GeneratorExp_generators);
    if (gens.n != 1 || py_list(t, gens.v[0], comprehension_ifs).n) return false;
    NodeId target = py_node(t, gens.v[0], comprehension_target),
           items = py_node(t, gens.v[0], comprehension_iter);
    NodeList two = py_kind(t, target) == PY_Tuple ? py_list(t, target, Tuple_elts) : (NodeList){0};
    if (two.n != 2 || py_kind(t, two.v[0]) != PY_Name || py_kind(t, two.v[1]) != PY_Name) return false;
    if (!str_eq(mend_called(m, items), S("items")) || py_list(t, items, Call_args).n) return false;
    NodeId box = py_node(t, py_node(t, items, Call_func), Attribute_value);
    *out = (SqlPairs){py_node(t, arg, GeneratorExp_elt), box, py_sym(t, two.v[0], Name_id),
                      py_sym(t, two.v[1], Name_id)};
    return py_kind(t, box) == PY_Name;
}

// All calls are given that list.
static bool are_given(const Collected *k, NodeId given)
{
    for (Size i = 0; i < k->calls.n; i++) {
        NodeId has = mend_arg(k->m, k->calls.v[i], 1, (Str){0});
        if (!has || !str_eq(py_text(k->m->tree, has), py_text(k->m->tree, given))) return false;
    }
    return true;
}

bool sql_conditions(const Mend *m, Change *c, NodeId call, NodeId list, NodeId given, SqlStyle style,
                    Holes *names, SqlConditions *out)
{
    Collected k = {.m = m, .c = c, .call = call, .def = mend_function(m, list),
                   .given = given, .list = py_sym(m->tree, list, Name_id)};
    Size total = 0;
    Str params = given ? py_text(m->tree, given) : free_name(m);
    bool named = style == STYLE_NAMED && str_find(m->tree->src, S(":c1")) < 0;
    if ((style != STYLE_QMARK && style != STYLE_FORMAT && !named) || !params.len) return false;
    if (k.def != mend_function(m, call) || !take_uses(&k) || !climb(&k, k.join, MOST_STEPS))
        return false;
    if (given && (!are_given(&k, given) || !sql_in_step(m, given, &k.parts, style))) return false;
    if (!given && (!k.parts.n || k.parts.v[0].stmt != k.init)) {
        if (!mend_after(m, c, k.init,
                        str_fmt(m->keep, named ? "%.*s = {}" : "%.*s = []", STR_ARG(params))))
            return false;
    }
    for (Size i = 0; i < k.parts.n;)
        if (!mend_stmt(&k, &i, style, names, params, &total)) return false;
    bool here = false;
    for (Size i = 0; i < k.calls.n; i++) here |= k.calls.v[i] == call;
    *out = (SqlConditions){params, k.calls};
    return here && total;
}
