// flow/syntax: tests on the nodes of a syntax tree that is evaluated later.
// SPDX-License-Identifier: MIT
#include "flow/guard.h"

// Nodes of which no expression that reaches anything can be made: no call, attribute or function.
static bool is_harmless_node(Frame *fr, const Av *v)
{
    static const char *const powers[] = {
        "Call",     "Attribute",   "Lambda",         "AST",       "expr",   "stmt",     "mod",
        "ListComp", "GeneratorExp", "SetComp",       "DictComp",  "Import", "ImportFrom",
        "Await",    "FunctionDef", "FormattedValue", "JoinedStr", "Delete", "ClassDef", "NamedExpr"};
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
