// mend/sql_given: a list of values that the call is given already and that grows with the query: does each
// of its values join it right behind the placeholder that it is for, so that another one can join there too?
// SPDX-License-Identifier: MIT
#include "mend/sql_int.h"

static Size placeholders(Str text, SqlStyle style)
{
    Size n = 0;
    char quote = 0;
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (c == '\'' || c == '"') quote = !quote ? c : quote == c ? 0 : quote;
        if (style != STYLE_FORMAT) n += c == '?' && !quote;
        else if (c == '%') n += ++i < text.len && text.s[i] == 's';  // %% is none
    }
    return n;
}

// Of a condition, as far as it is told. -1: it has some and holes that are to become others.
static Size placeholders_of(const Mend *m, NodeId expr, SqlStyle style)
{
    Pieces p;
    Size n = 0;
    bool hole = false;
    if (!mend_pieces(m, expr, &p)) return -1;
    for (Size i = 0; i < p.n; i++) {
        if (p.v[i].kind == PIECE_TEXT) n += placeholders(p.v[i].text, style);
        else hole |= !sql_joined(m, p.v[i].node);
    }
    return n && hole ? -1 : n;
}

static NodeId next_statement(const Mend *m, NodeId stmt)
{
    uint32_t it = 0, end = py_at(m->tree, stmt)->end;
    bool found = false;
    for (NodeId c, up = mend_parent(m, stmt); (c = py_next_child(m->tree, up, &it));) {
        if (found) {
            Str between = str_sub(m->tree->src, end, py_at(m->tree, c)->beg);
            return !str_trim(between).len || str_eq(str_trim(between), S(";")) ? c : 0;
        }
        found = c == stmt;
    }
    return 0;
}

// params.append(x), params.extend([x, y]): how many join; 0: another statement
static Size joins(const Mend *m, NodeId stmt, Sym list)
{
    const Tree *t = m->tree;
    NodeId call = stmt && py_kind(t, stmt) == PY_Expr ? py_node(t, stmt, Expr_value) : 0;
    if (!call || py_kind(t, call) != PY_Call || py_list(t, call, Call_args).n != 1) return 0;
    NodeId f = py_node(t, call, Call_func), arg = py_list(t, call, Call_args).v[0];
    NodeId of = py_kind(t, f) == PY_Attribute ? py_node(t, f, Attribute_value) : 0;
    if (!of || py_kind(t, of) != PY_Name || py_sym(t, of, Name_id) != list) return 0;
    if (str_eq(mend_called(m, call), S("append"))) return 1;
    int kind = py_kind(t, arg);
    bool many = str_eq(mend_called(m, call), S("extend")) && (kind == PY_List || kind == PY_Tuple);
    return many ? (Size)py_list(t, arg, 0).n : 0;
}

NodeId sql_display(const Mend *m, NodeId name, NodeId *stmt)
{
    const Tree *t = m->tree;
    NodeId up = mend_parent(m, name), value = 0;
    int kind = py_kind(t, up);
    *stmt = up;
    if (kind == PY_Assign && py_list(t, up, Assign_targets).n == 1) value = py_node(t, up, Assign_value);
    if (kind == PY_AnnAssign) value = py_node(t, up, AnnAssign_value);
    if (kind == PY_Tuple) {                              // where, params = [], []
        *stmt = mend_parent(m, up);
        NodeId all = py_kind(t, *stmt) == PY_Assign ? py_node(t, *stmt, Assign_value) : 0;
        NodeList names = py_list(t, up, Tuple_elts), values = {0};
        if (all && py_kind(t, all) == PY_Tuple) values = py_list(t, all, Tuple_elts);
        for (uint32_t i = 0; i < names.n && names.n == values.n; i++)
            if (names.v[i] == name) value = values.v[i];
    }
    return value && py_kind(t, value) == PY_List ? value : 0;
}

// The list's statements that are no part of a step: none may be.
static bool is_told(const Mend *m, NodeId given, Size steps, Size begun)
{
    const Tree *t = m->tree;
    NodeId def = mend_function(m, given), stmt;
    Sym list = py_sym(t, given, Name_id);
    Size grown = 0, made = 0;
    for (NodeId n = 0, in = def ? def : t->root; (n = mend_next(m, PY_Name, in, n));) {
        if (py_sym(t, n, Name_id) != list || n == given) continue;
        if (mend_function(m, n) != def) return false;
        NodeId up = mend_parent(m, n);
        int kind = py_kind(t, up);
        if (py_at(t, n)->op != CTX_LOAD) {
            NodeId value = sql_display(m, n, &stmt);
            if (!value || made++ || (Size)py_list(t, value, List_elts).n != begun) return false;
        } else if (kind == PY_Attribute) {
            if (!joins(m, mend_statement(m, n), list)) return false;
            grown++;
        } else if (kind != PY_If && kind != PY_Call) return false;
    }
    return made == 1 && grown == steps;
}

bool sql_in_step(const Mend *m, NodeId given, const SqlParts *parts, SqlStyle style)
{
    Sym list = py_sym(m->tree, given, Name_id);
    Size steps = 0, begun = 0;
    for (Size i = 0; i < parts->n; i++) {
        NodeId stmt = parts->v[i].stmt;
        Size wanted = 0, one;
        for (; i < parts->n && parts->v[i].stmt == stmt; i++) {
            if ((one = placeholders_of(m, parts->v[i].expr, style)) < 0) return false;
            wanted += one;
        }
        i--;
        if (stmt == parts->first) {
            begun = wanted;
            continue;
        }
        for (NodeId next = stmt; wanted > 0; steps++) {
            next = next_statement(m, next);
            Size n = joins(m, next, list);
            if (!n || n > wanted) return false;
            wanted -= n;
        }
    }
    return is_told(m, given, steps, begun);
}
