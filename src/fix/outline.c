// fix/outline: the definitions of a file under the names that findings use, and bags of texts.
// SPDX-License-Identifier: MIT
#include "fix/fix_int.h"

typedef struct { const Tree *t; Arena *keep; Defs *out; int depth; } Walk;
enum { MOST_DEPTH = 2 * PY_MAX_DEPTH };

bool kind_is_function(int kind) { return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef; }

static Str qualify(const Walk *w, Size parent, Str name)
{
    const Def *p = &w->out->v[parent];
    if (!parent) return name;
    return str_fmt(w->keep, p->is_class ? "%.*s.%.*s" : "%.*s.<locals>.%.*s", STR_ARG(p->qual),
                   STR_ARG(name));
}

static Size def_add(Defs *out, Def d, Arena *keep)
{
    void **last = map_at(keep, &out->last[d.is_class], d.qual);
    d.twin = (Size)(uintptr_t)*last;                       // 0 is the module: there is none
    d.which = d.twin ? out->v[d.twin].which + 1 : 0;
    *push(keep, out) = d;
    *last = (void *)(uintptr_t)(out->n - 1);
    return out->n - 1;
}

// Definitions anywhere below a node: in an `if`, a `try`, a class, another function.
static void walk(Walk *w, NodeId n, Size parent)
{
    NodeId child;
    if (w->depth >= MOST_DEPTH) return;
    w->depth++;
    for (uint32_t it = 0; (child = py_next_child(w->t, n, &it));) {
        int kind = py_kind(w->t, child);
        bool is_class = kind == PY_ClassDef;
        if (!is_class && !kind_is_function(kind)) {
            walk(w, child, parent);
            continue;
        }
        Str name = py_name(
            w->t, py_sym(w->t, child, is_class ? (int)ClassDef_name : (int)FunctionDef_name));
        Def d = {
            .name = name, .qual = qualify(w, parent, name), .node = child, .is_class = is_class};
        d.nested = parent && (!w->out->v[parent].is_class || w->out->v[parent].nested);
        walk(w, child, def_add(w->out, d, w->keep));
    }
    w->depth--;
}

void outline(const Tree *t, Arena *keep, Defs *out)
{
    Walk w = {t, keep, out, 0};
    *push(keep, out) = (Def){.name = S(""), .qual = S("")};
    walk(&w, t->root, 0);
}

// Of several definitions with one name the last one counts, as in Python.
Def *def_find(const Defs *d, Str qual, bool is_class)
{
    Size at = (Size)(uintptr_t)map_get(&d->last[is_class], qual);
    return at ? &d->v[at] : NULL;
}

NodeList def_body(const Tree *t, const Def *d)
{
    if (!d->node) return py_list(t, t->root, Module_body);
    return py_list(t, d->node, d->is_class ? (int)ClassDef_body : (int)FunctionDef_body);
}

NodeList def_decorators(const Tree *t, const Def *d)
{
    return py_list(t, d->node,
                   d->is_class ? (int)ClassDef_decorator_list : (int)FunctionDef_decorator_list);
}

void bag_add(Bag *b, Str text, Size n, Arena *keep)
{
    for (Size i = 0; i < b->n; i++)
        if (str_eq(b->v[i].text, text)) {
            b->v[i].n += n;
            return;
        }
    *push(keep, b) = (BagItem){text, n};
}

Size bag_count(const Bag *b, Str text)
{
    for (Size i = 0; i < b->n; i++)
        if (str_eq(b->v[i].text, text)) return b->v[i].n;
    return 0;
}

Str plain_text(const Tree *t, NodeId n, Arena *keep)
{
    Buf b = {.keep = keep};
    Str s = py_text(t, n);
    for (Size i = 0; i < s.len; i++) {
        bool blank =
            s.s[i] == ' ' || s.s[i] == '\t' || s.s[i] == '\n' || s.s[i] == '\r' || s.s[i] == '\\';
        if (!blank) buf_char(&b, s.s[i] == '\'' ? '"' : s.s[i]);
    }
    return buf_str(&b);
}

Str dotted_tail(const Tree *t, NodeId callee, Arena *keep)
{
    Str name = py_last_name(t, callee);
    return name.len ? name : plain_text(t, callee, keep);
}
