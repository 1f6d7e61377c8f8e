// flow/syntax: what a node of a tree says; tests on the nodes of a syntax tree that is evaluated later.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

// ---- what a node says, by its names and constants: the text of another module is not kept

static Str node_word(const Tree *t, NodeId n)
{
    const PyConst *c;
    switch (py_kind(t, n)) {
    case PY_Name: return py_name(t, py_sym(t, n, Name_id));
    case PY_Attribute: return py_name(t, py_sym(t, n, Attribute_attr));
    case PY_keyword: return py_name(t, py_sym(t, n, keyword_arg));
    case PY_Constant: c = py_const(t, n); return c && c->kind == CONST_STR ? c->text : (Str){0};
    default: return (Str){0};
    }
}

bool node_says(const Tree *t, NodeId n, Str part, int depth)
{
    NodeId child;
    if (!n || depth > 8) return false;
    if (str_find(node_word(t, n), part) >= 0) return true;
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (node_says(t, child, part, depth + 1)) return true;
    return false;
}

const PyConst *node_option(const Tree *t, NodeId call, Str name)
{
    if (!call || py_kind(t, call) != PY_Call) return NULL;
    NodeId v = py_keyword(t, call, name);
    return v && py_kind(t, v) == PY_Constant ? py_const(t, v) : NULL;
}

// ---- syntax trees of the program's own

// Nodes of which no expression that reaches anything can be made: no call, attribute or function.
static bool is_harmless_node(Frame *fr, const Av *v)
{
    static const char *const powers[] = {
        "Call",        "Attribute",      "Lambda",    "AST",      "expr",     "stmt",       "mod",
        "ListComp",    "GeneratorExp",   "SetComp",   "DictComp", "Import",   "ImportFrom", "Await",
        "FunctionDef", "FormattedValue", "JoinedStr", "Delete",   "ClassDef", "NamedExpr"};
    for (int i = 0; i < v->n; i++) {
        Str name = v->atom[i].kind == AT_NAME ? unit_str(fr->w, v->atom[i].idx) : (Str){0};
        if (!str_starts(name, S("ast.")) || is_one_of(last_part(name), powers, countof(powers)))
            return false;
    }
    return v->n && !v->flags;
}

static bool is_harmless_syntax(Frame *fr, State *st, const Av *types)
{
    const Atom *a = types->n == 1 && !types->flags ? &types->atom[0] : NULL;
    const Obj *o = a && a->kind == AT_OBJ ? obj_at(fr->w, st, a->obj) : NULL;
    if (!o) return is_harmless_node(fr, types);
    if (o->kind > OB_SET || (!o->n && !o->rest) || o->many) return false;
    for (uint32_t i = 0; i < o->n; i++)
        if (!is_harmless_node(fr, o->cell[i].v)) return false;
    return !o->rest || is_harmless_node(fr, o->rest);
}

void syntax_guard(Frame *fr, State *st, Val node, const Av *types)
{
    if (types && is_harmless_syntax(fr, st, types))
        fact_clear(fr, st, node, KIND(CODE), NULL, 0, S("only harmless syntax passes"));
}
