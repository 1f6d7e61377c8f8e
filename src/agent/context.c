// agent/context: the rest of the file, to read only: imports and constants; of other definitions the
// heads, and the whole of those that the piece works with: what it calls, what calls it, what reads
// and writes the same names of the module. A small file is shown whole.
// SPDX-License-Identifier: MIT
#include "agent/several.h"

enum { MOST_CONTEXT = 6000, SMALL_REST = 3000, MOST_WHOLE = 2000, MOST_STATEMENT = 300 };

typedef struct { Str *v; Size n, cap; } NameSet;
typedef struct {
    const Tree *t; const Unit *unit; Str shown; bool bodies, all;
    NameSet shared;                        // names of the module that the piece uses
    Buf b;
} Context;

static bool is_def(const Tree *t, NodeId n)
{
    return py_kind(t, n) == PY_ClassDef || kind_is_function(py_kind(t, n));
}

static Str def_name(const Tree *t, NodeId n)
{
    bool is_class = py_kind(t, n) == PY_ClassDef;
    return py_name(t, py_sym(t, n, is_class ? (int)ClassDef_name : (int)FunctionDef_name));
}

static bool has_name(const NameSet *names, Str name)
{
    for (Size i = 0; i < names->n; i++)
        if (str_eq(names->v[i], name)) return true;
    return false;
}

// NameSet read or written in some bytes; a decorator says little about what a function works with.
static void names_in(const Tree *t, Span at, NameSet *out, Arena *keep)
{
    for (NodeId n = 1; n < (NodeId)t->nodes.n; n++) {
        if (py_kind(t, n) != PY_Name || py_at(t, n)->beg < at.beg || py_at(t, n)->beg >= at.end)
            continue;
        Str name = py_name(t, py_sym(t, n, Name_id));
        if (!has_name(out, name)) *push(keep, out) = name;
    }
}

static Span body_of(const Tree *t, NodeId def)
{
    Def d = {.node = def, .is_class = py_kind(t, def) == PY_ClassDef};
    NodeList body = def_body(t, &d);
    return body.n ? (Span){py_at(t, body.v[0])->beg, py_at(t, def)->end} : (Span){0, 0};
}

// What another library made (app, log, client) is used everywhere: no tie between two functions.
static bool is_made_elsewhere(const Tree *t, NodeId n)
{
    NodeId value = py_kind(t, n) == PY_Assign      ? py_node(t, n, Assign_value)
                   : py_kind(t, n) == PY_AnnAssign ? py_node(t, n, AnnAssign_value)
                                                   : 0;
    NodeList body = py_list(t, t->root, Module_body);
    if (!value || py_kind(t, value) != PY_Call) return false;
    Str callee = py_text(t, py_node(t, value, Call_func));
    for (uint32_t i = 0; i < body.n; i++)
        if (is_def(t, body.v[i]) && str_eq(def_name(t, body.v[i]), callee)) return false;
    return true;
}

// The module's own names that the piece uses, and those that these are made of.
static void find_shared(Context *c, Arena *keep)
{
    NameSet used = {0};
    const Tree *t = c->t;
    NodeList body = py_list(t, t->root, Module_body);
    Span at = c->unit->at;
    for (uint32_t i = 0; i < body.n; i++)
        if (is_def(t, body.v[i]) && py_at(t, body.v[i])->beg >= at.beg &&
            py_at(t, body.v[i])->end <= at.end)
            at.beg = body_of(t, body.v[i]).beg;
    names_in(t, at, &used, keep);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < body.n; i++) {
            Str name;
            NodeId n = body.v[i];
            bool def = is_def(t, n);
            if (!def && (!place_binds(t, n, &name) || is_made_elsewhere(t, n))) continue;
            if (def) name = def_name(t, n);
            if (!has_name(&used, name) || has_name(&c->shared, name)) continue;
            *push(keep, &c->shared) = name;
            if (!def) names_in(t, (Span){py_at(t, n)->beg, py_at(t, n)->end}, &used, keep);
        }
}

static bool is_related(const Context *c, NodeId def, Arena *keep)
{
    NameSet used = {0};
    if (has_name(&c->shared, def_name(c->t, def))) return true;
    names_in(c->t, body_of(c->t, def), &used, keep);
    if (c->unit->name.len && c->unit->kind == UNIT_FUNCTION && has_name(&used, c->unit->name))
        return true;
    for (Size i = 0; i < used.n; i++)
        if (has_name(&c->shared, used.v[i])) return true;
    return false;
}

static bool has_room(const Context *c, Size len) { return c->b.n + len <= MOST_CONTEXT; }

static Str head_of(const Tree *t, NodeId n)
{
    Str head = py_text(t, n);
    Size end = str_find(head, S("\n"));
    return str_trim(end < 0 ? head : str_sub(head, 0, end));
}

static void add_head(Context *c, NodeId n, const char *indent)
{
    Str head = head_of(c->t, n);
    if (has_room(c, head.len)) buf_fmt(&c->b, "%s%.*s ...\n", indent, STR_ARG(head));
}

// Whole when it is small and not shown already: its lines with their own indentation.
static bool add_whole(Context *c, NodeId n)
{
    Def d = {.node = n, .is_class = py_kind(c->t, n) == PY_ClassDef};
    Span at = place_span(c->t, &d, true);
    Size len = (Size)(at.end - at.beg);
    bool shown = c->shown.len && str_find(c->shown, head_of(c->t, n)) >= 0;
    if (!c->bodies || shown || len > MOST_WHOLE || !has_room(c, len)) return false;
    buf_fmt(&c->b, "%.*s\n", STR_ARG(str_sub(c->t->src, at.beg, at.end)));
    return true;
}

static void add_def(Context *c, NodeId n, const char *indent, bool related)
{
    if (!(related && add_whole(c, n))) add_head(c, n, indent);
}

static bool overlaps(const Context *c, NodeId n)
{
    const PyNode *node = py_at(c->t, n);
    return node->beg < c->unit->at.end && c->unit->at.beg < node->end;
}

// Of the class around the piece: its own statements and its other methods.
static void add_class(Context *c, NodeId n)
{
    const Tree *t = c->t;
    NodeList body = py_list(t, n, ClassDef_body);
    if (!has_room(c, head_of(t, n).len)) return;
    buf_fmt(&c->b, "%.*s\n", STR_ARG(head_of(t, n)));
    for (uint32_t i = 0; i < body.n; i++) {
        Size len = (Size)(py_at(t, body.v[i])->end - py_at(t, body.v[i])->beg);
        bool text = py_kind(t, body.v[i]) == PY_Expr;
        if (is_def(t, body.v[i])) add_def(c, body.v[i], "    ", c->all && !overlaps(c, body.v[i]));
        else if (c->bodies && !text && len <= MOST_STATEMENT && has_room(c, len))
            buf_fmt(&c->b, "    %.*s\n", STR_ARG(py_text(t, body.v[i])));
    }
}

// A docstring whose words were taken out says nothing.
static bool is_blanked(const Tree *t, NodeId n)
{
    NodeId value = py_kind(t, n) == PY_Expr ? py_node(t, n, Expr_value) : 0;
    const PyConst *v = value && py_kind(t, value) == PY_Constant ? py_const(t, value) : NULL;
    return v && v->kind == CONST_STR && !str_trim(v->text).len;
}

static void add_module_line(Context *c, NodeId n, Arena *keep)
{
    const Tree *t = c->t;
    const PyNode *node = py_at(t, n);
    Size len = (Size)(node->end - node->beg);
    if (overlaps(c, n) && c->unit->kind != UNIT_FUNCTION) return;
    if (!is_def(t, n)) {
        if (!is_blanked(t, n) && len <= MOST_STATEMENT && has_room(c, len))
            buf_fmt(&c->b, "%.*s\n", STR_ARG(py_text(t, n)));
        return;
    }
    bool around = node->beg < c->unit->at.beg && c->unit->at.end <= node->end + 1;
    if (around && py_kind(t, n) == PY_ClassDef) add_class(c, n);
    else if (!overlaps(c, n)) add_def(c, n, "", c->all || is_related(c, n, keep));
}

Str unit_context(const Tree *t, const Unit *u, Rest rest, Str shown, Arena *keep)
{
    Context c = {
        .t = t, .unit = u, .shown = shown, .bodies = rest != REST_HEADS, .b = {.keep = keep}};
    NodeList body = py_list(t, t->root, Module_body);
    if (u->kind == UNIT_FILE) return (Str){0};
    c.all = rest == REST_SMALL && t->src.len - (Size)(u->at.end - u->at.beg) <= SMALL_REST;
    if (c.bodies && !c.all) find_shared(&c, keep);
    for (uint32_t i = 0; i < body.n; i++) add_module_line(&c, body.v[i], keep);
    return buf_str(&c.b);
}
