// flow/graphql: what the schema says of a resolver's parameters: the server has checked them before it calls.
// SPDX-License-Identifier: MIT
#include "flow/declared.h"
#include <ctype.h>

enum { TYPE_DEPTH = 4 };

static bool is_scalar(Str name)
{
    static const char *const scalars[] = {"Int",  "Float", "Boolean",  "BigInt", "Decimal",
                                          "UUID", "Date",  "DateTime", "Time"};
    for (Size i = 0; i < countof(scalars); i++)
        if (str_eq(name, str_of(scalars[i]))) return true;
    return false;
}

// ---- graphene: graphene.Int(), graphene.Argument(graphene.Int), graphene.List(graphene.Int)

static bool is_scalar_type(const Tree *t, NodeId n, int depth)
{
    if (!n || depth > TYPE_DEPTH) return false;
    if (py_kind(t, n) != PY_Call) return is_scalar(py_last_name(t, n));
    Str name = py_last_name(t, py_node(t, n, Call_func));
    NodeList args = py_list(t, n, Call_args);
    bool holds =
        str_eq(name, S("Argument")) || str_eq(name, S("List")) || str_eq(name, S("NonNull"));
    return holds ? args.n && is_scalar_type(t, args.v[0], depth + 1) : is_scalar(name);
}

static NodeId attr_of(const Tree *t, const ClassInfo *c, Str name)
{
    for (Size i = 0; i < c->nattrs; i++)
        if (str_eq(py_name(t, c->attrs[i].name), name)) return c->attrs[i].value;
    return 0;
}

// p = graphene.String(n=graphene.Int()), of resolve_p(root, info, n)
static bool field_has_scalar(const Tree *t, const ClassInfo *c, Str field, Str param)
{
    NodeId made = attr_of(t, c, field);
    NodeList keys =
        made && py_kind(t, made) == PY_Call ? py_list(t, made, Call_keywords) : (NodeList){0};
    for (uint32_t i = 0; i < keys.n; i++)
        if (py_sym(t, keys.v[i], keyword_arg) &&
            str_eq(py_name(t, py_sym(t, keys.v[i], keyword_arg)), param))
            return is_scalar_type(t, py_node(t, keys.v[i], keyword_value), 0);
    return false;
}

// class Arguments: n = graphene.Int(), of mutate(root, info, n)
static bool mutation_has_scalar(const Module *m, const ClassInfo *c, Str param)
{
    for (Size k = 0; k < m->classes.n; k++) {
        const ClassInfo *in = &m->classes.v[k];
        Str name = py_name(m->tree, in->name);
        if (in->parent != c->body || (!str_eq(name, S("Arguments")) && !str_eq(name, S("Input"))))
            continue;
        return is_scalar_type(m->tree, attr_of(m->tree, in, param), 0);
    }
    return false;
}

static bool graphene_scalar(Frame *fr, Str param)
{
    const Module *m = fr->m->m;
    const Func *f = fr->f;
    const ClassInfo *c = f->owner ? &m->classes.v[f->owner - 1] : NULL;
    Str name = py_name(m->tree, f->name);
    if (!c) return false;
    return str_starts(name, S("resolve_"))
               ? field_has_scalar(m->tree, c, str_sub(name, 8, -1), param)
               : mutation_has_scalar(m, c, param);
}

// ---- ariadne: the schema is a text: type Query { a(id: Int!): String }

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

// The type of the parameter in what stands between ( and ): Int of "id: Int!, x: [String]"; empty: none
static Str param_type(Str args, Str param)
{
    for (Size at = 0, k; (k = str_find(str_sub(args, at, -1), param)) >= 0;) {
        Size beg = at + k, end = beg + param.len;
        at = end;
        if (beg > 0 && is_word(args.s[beg - 1])) continue;
        while (end < args.len && isspace((unsigned char)args.s[end])) end++;
        if (end >= args.len || args.s[end] != ':') continue;
        while (end < args.len && !is_word(args.s[end])) end++;
        beg = end;
        while (end < args.len && is_word(args.s[end])) end++;
        return str_sub(args, beg, end);
    }
    return (Str){0};
}

static bool is_enum(World *w, Str schema, Str type)
{
    return type.len && (str_find(schema, str_fmt(&w->a, "enum %.*s ", STR_ARG(type))) >= 0 ||
                        str_find(schema, str_fmt(&w->a, "enum %.*s{", STR_ARG(type))) >= 0);
}

// Of each field of that name: is the parameter a scalar? known: one has it.
static bool schema_has_scalars(World *w, Str schema, Str field, Str param, bool *known)
{
    for (Size at = 0, k; (k = str_find(str_sub(schema, at, -1), field)) >= 0;) {
        Size beg = at + k, end = beg + field.len;
        at = end;
        if ((beg > 0 && is_word(schema.s[beg - 1])) || end >= schema.len || schema.s[end] != '(')
            continue;
        Str args = str_sub(schema, end + 1, -1);
        args = str_sub(args, 0, str_find(args, S(")")));
        Str type = param_type(args, param);
        if (!is_scalar(type) && !is_enum(w, schema, type)) return false;
        *known = true;
    }
    return true;
}

static bool ariadne_scalar(Frame *fr, Str param)
{
    enum { SCHEMA_MOST = 1 << 15 };
    const Tree *t = fr->m->m->tree;
    bool known = false;
    for (Size i = 0; i < fr->f->decorators.n; i++) {
        NodeId d = fr->f->decorators.v[i];
        NodeList args = py_kind(t, d) == PY_Call ? py_list(t, d, Call_args) : (NodeList){0};
        Str field;
        if (!args.n || !str_eq(py_last_name(t, py_node(t, d, Call_func)), S("field")) ||
            !declared_text(fr, args.v[0], &field) || !field.len)
            continue;
        for (Size k = 0; k < t->consts.n; k++) {
            const PyConst *c = &t->consts.v[k];
            if (c->kind != CONST_STR || c->text.len > SCHEMA_MOST ||
                str_find(c->text, S("type ")) < 0)
                continue;
            if (!schema_has_scalars(fr->w, c->text, field, param, &known)) return false;
        }
    }
    return known;
}

bool resolved_scalar(Frame *fr, Str how, Str param)
{
    if (str_starts(how, S("graphene."))) return graphene_scalar(fr, param);
    return str_starts(how, S("ariadne.")) && ariadne_scalar(fr, param);
}
