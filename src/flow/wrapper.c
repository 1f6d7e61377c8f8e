// flow/wrapper: a closure or an object that is called in a function's place: what it stands for, and which of
// the parameters of that it is handed by place.
// SPDX-License-Identifier: MIT
#include "flow/entry.h"

enum { WRAPPED_DEEP = 8 };

static const Atom *function_in(const Av *v)
{
    const Atom *f = v ? av_find(v, AT_FUNC) : NULL;
    return f || !v ? f : av_find(v, AT_BOUND);
}

// def login_required(fn): def inner(*a, **kw): return fn(*a, **kw): what the maker of the closure was given.
static const Atom *given_to_maker(World *w, State *st, const Atom *f)
{
    const Mod *m = w->mods[f->mod];
    const Func *maker = &m->m->funcs.v[m->m->funcs.v[f->idx].parent];
    const Obj *o = f->obj ? obj_at(w, st, f->obj) : NULL,
              *env = o && o->up ? obj_at(w, st, o->up) : NULL;
    for (Size i = 0; env && i < maker->params.n; i++) {
        uint32_t name = name_find(&w->names, py_name(m->m->tree, maker->params.v[i].name));
        const Atom *given = name ? function_in(obj_cell(env, KEY_SYM(name))) : NULL;
        if (given) return given;
    }
    return NULL;
}

// class Guard: def __init__(self, fn): self.fn = fn: what one of its fields holds.
static const Atom *kept_by(World *w, State *st, const Atom *object)
{
    const Obj *o = obj_at(w, st, object->obj);
    for (uint32_t i = 0; o && o->kind == OB_INST && i < o->n; i++) {
        const Atom *f = function_in(o->cell[i].v);
        if (f) return f;
    }
    return NULL;
}

// The function that f, a closure or an object, stands for, through those that stand for one another; NULL: none.
const Atom *wrapped_func(World *w, State *st, const Atom *f)
{
    const Atom *last = NULL;
    for (int i = 0; i < WRAPPED_DEEP; i++) {
        if (f->kind != AT_OBJ && !mod_load(w, f->mod)) break;
        const Atom *next = f->kind == AT_OBJ ? kept_by(w, st, f) : given_to_maker(w, st, f);
        if (!next) break;
        f = last = next;
    }
    return last;
}

static const Func *root_func(World *w, const Root *r) { return &w->mods[r->mod]->m->funcs.v[r->func]; }

// A closure that is called from elsewhere than its maker, or an object: each stands for what it was made for,
// though the code of all is one. 0: it is none, the function alone is what counts.
uint64_t root_instance(World *w, const Root *r)
{
    const Func *f = root_func(w, r);
    const Atom *object = r->self ? av_find(r->self, AT_OBJ) : NULL;
    bool closure = f->parent && !f->owner;
    if (w->top && w->top->mod == r->mod && w->top->func == f->parent) closure = false;
    uint64_t code = (uint64_t)r->mod << 32 | r->func, of = 0;
    if (!closure && !object) return 0;
    if (r->entry.original) of = (uint64_t)r->entry.original_mod << 32 | r->entry.original;
    else of = closure ? r->fobj : object->obj;
    return of ? of * 0x9e3779b97f4a7c15u ^ code : 0;
}

// Is the function called on an instance? The one that a closure in its class's place stands for is, too.
bool is_bound(World *w, const Tree *t, const Func *f, const Root *r)
{
    return (f->owner || (r->cls && !root_func(w, r)->owner)) &&
           !decorated_as(t, f, S("staticmethod"));
}

bool decorated_as(const Tree *t, const Func *f, Str name)
{
    for (Size i = 0; i < f->decorators.n; i++) {
        NodeId d = f->decorators.v[i];
        if (py_kind(t, d) == PY_Name && str_eq(py_name(t, py_sym(t, d, Name_id)), name))
            return true;
    }
    return false;
}

// Its own objects, which a framework hands over before the names of a route.
Size handed_first(const ModelLine *l)
{
    Size own = 0;
    while (l && own < l->nwith && !str_eq(l->with[own], S("*"))) own++;
    return own;
}

Size params_by_place(const Func *f)
{
    Size n = 0;
    while (n < f->params.n && f->params.v[n].kind < PARAM_VARARG) n++;
    return n;
}
