// flow/injected: what a framework makes and hands over for a parameter: FastAPI's dependencies, by a
// function, a class or an object that is called, whose own parameters are asked of the request.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"
#include "flow/entry.h"

// PART: of the steps that the handler has left, so that some are left for itself.
enum { INJECTED_DEEP = 6, PART = 4 };

const Partial *partial_of(const Av *v, Str role)
{
    for (int i = 0; i < v->n; i++) {
        const Partial *p = v->atom[i].kind == AT_PARTIAL ? v->atom[i].p : NULL;
        if (p && str_eq(p->role, role)) return p;
    }
    return NULL;
}

const Av *annotated_type(Frame *fr, const Atom *base, const Av *key)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o =
        str_ends(unit_str(w, base->idx), S(".Annotated")) ? only_obj(fr, key, &id) : NULL;
    if (!o || o->kind != OB_TUPLE || !o->exact || o->n < 2) return NULL;
    const Av **noted = new(&w->a, const Av *, o->n);
    for (uint32_t i = 1; i < o->n; i++) noted[i - 1] = o->cell[i].v;
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = o->cell[0].v, .pos = noted, .npos = o->n - 1, .role = S("annotated")};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// ---- what makes it

// The argument of a Depends(…) that is only read: a name, or Checker("x"), an object of that class.
static const Av *maker_said(Frame *fr, NodeId arg)
{
    const Tree *t = fr->m->m->tree;
    if (py_kind(t, arg) != PY_Call) return annotation_value(fr, arg);
    const Av *cls = annotation_value(fr, py_node(t, arg, Call_func));
    const Atom *a = av_find(cls, AT_CLASS);
    return a ? class_instance(fr, a, NULL, arg) : &av_quiet;
}

static bool is_depends(const Tree *t, NodeId call)
{
    if (py_kind(t, call) != PY_Call) return false;
    Str name = py_last_name(t, py_node(t, call, Call_func));
    return str_eq(name, S("Depends")) || str_eq(name, S("Security"));
}

// What makes Annotated[T, Depends(f)]: f, or T where it names nothing; NULL: nobody does.
static const Av *maker_noted(Frame *fr, NodeId node, const Av *type)
{
    const Tree *t = fr->m->m->tree;
    int k = node ? py_kind(t, node) : PY_Constant;
    if (k == PY_Name || k == PY_Attribute) {
        const Partial *noted = partial_of(annotation_name(fr, node), S("annotated"));
        for (Size i = 0; noted && i < noted->npos; i++) {
            const Partial *dep = partial_of(noted->pos[i], S("depends"));
            if (dep) return dep->npos ? dep->fn : type;
        }
        if (!noted && k == PY_Name) node = type_alias(fr, node);
    }
    if (!node || py_kind(t, node) != PY_Subscript ||
        py_kind(t, py_node(t, node, Subscript_slice)) != PY_Tuple)
        return NULL;
    NodeList l = py_list(t, py_node(t, node, Subscript_slice), Tuple_elts);
    for (uint32_t i = 1; i < l.n; i++) {
        if (!is_depends(t, l.v[i])) continue;
        NodeList args = py_list(t, l.v[i], Call_args);
        NodeList keys = py_list(t, l.v[i], Call_keywords);
        if (args.n) return maker_said(fr, args.v[0]);
        for (uint32_t j = 0; j < keys.n; j++)
            if (str_eq(py_name(t, py_sym(t, keys.v[j], keyword_arg)), S("dependency")))
                return maker_said(fr, py_node(t, keys.v[j], keyword_value));
        return type;
    }
    return NULL;
}

// ---- making it

// Handlers of one file mostly depend on the same functions.
static void walk_asked(Frame *fr, Frame *callee, bool alike)
{
    World *w = fr->w;
    const Trie *before = callee->st.heap;
    int64_t most = w->root_most, left = most - w->root_steps;
    if (left > 0) w->root_most = w->root_steps + left / PART;
    walk_body(callee);
    w->root_most = most;
    memo_leave(fr, callee);
    if (alike) memo_add_maker(fr, callee, before);
    else if (!callee->recursed) memo_add(fr, callee, before);   // else it is not all that it gives
    if (callee->returned) fr->st.heap = callee->ret_state.heap;
}

// The function is called with what its parameters ask for; self: the object it is a method of. NULL:
// it is not to be had, or lies too deep.
static const Av *asked(Frame *fr, const Atom *f, const Av *self, const Root *r, const Param *p)
{
    World *w = fr->w;
    if (fr->depth > INJECTED_DEEP || !mod_load(w, f->mod)) return NULL;
    Frame *callee = frame_new(w, fr, f->mod, f->idx, fr->id * 31 + p->node);
    const Obj *o = obj_at(w, &fr->st, f->obj);
    Root inner = {.mod = f->mod, .func = f->idx, .fobj = f->obj, .self = self, .entry = r->entry};
    callee->fobj = f->obj;
    callee->env_up = o ? o->up : 0;
    callee->st = (State){.heap = fr->st.heap};
    bind_root(callee, &inner);
    fr->st.heap = callee->st.heap;                              // what was made for it, it is handed
    Frame *known = self ? memo_find(fr, callee) : memo_find_maker(fr, callee);
    if (known) callee = known;
    else walk_asked(fr, callee, !self);
    frame_took(fr, callee);
    return callee->f->is_generator ? callee->yield : callee->ret;
}

static const Av *asked_method(Frame *fr, const Av *self, const char *name, const Root *r,
                              const Param *p)
{
    World *w = fr->w;
    const Obj *o = obj_at(w, &fr->st, self->atom[0].obj);
    if (!o || o->kind != OB_INST || !o->up) return NULL;
    const Atom cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    uint32_t mod, idx;
    const Av *m = class_member(fr, &cls, name_add(&w->names, str_of(name)), &mod, &idx, false);
    const Atom *f = m ? av_find(m, AT_FUNC) : NULL;
    return f ? asked(fr, f, self, r, p) : NULL;
}

// Its __init__ asks as a function does; of a class without one the fields are asked for.
static const Av *made_instance(Frame *fr, const Atom *cls, const Root *r, const Param *p)
{
    World *w = fr->w;
    uint32_t mod, idx;
    const Av *init = class_member(fr, cls, name_add(&w->names, S("__init__")), &mod, &idx, false);
    const Av *self;
    if (init && av_find(init, AT_FUNC)) {
        Obj *o = new(&w->a, Obj, 1);
        *o = (Obj){.kind = OB_INST, .mod = cls->mod, .cls = cls->idx, .up = cls->obj};
        uint64_t place = (uint64_t)p->node << 32 | (cls->obj ^ 0x1217);
        uint32_t id = obj_id_in(w, fr->id, fr->depth, place);
        obj_put(fr, id, o);
        self = av_atom(w, (Atom){.kind = AT_OBJ, .obj = id});
        asked_method(fr, self, "__init__", r, p);
    } else {
        const Taint *t = outside(fr, r->entry.kinds, p->node, "a parameter of the request", false);
        self = class_instance(fr, cls, t, p->node);
        asked_method(fr, self, "__post_init__", r, p);
    }
    return self;
}

// A library's class, or an object of one that is called: oauth2_scheme gives the request's token.
static const Av *made_by_library(Frame *fr, const Atom *a, const Param *p)
{
    World *w = fr->w;
    if (a->kind == AT_NAME) return typed_param(fr, av_atom(w, *a), NULL, p->node);
    const Args none = {.call = fr->at, .node = p->node};
    return models_member_id(w->models, a->id, S("__call__")) ? call_value(fr, av_atom(w, *a), &none)
                                                             : &av_quiet;
}

static const Av *made_by(Frame *fr, const Av *maker, const Root *r, const Param *p)
{
    World *w = fr->w;
    const Av *v = &av_bottom;
    for (int i = 0; i < maker->n; i++) {
        const Atom *a = &maker->atom[i];
        const Av *made = NULL;
        if (a->kind == AT_CLASS) made = made_instance(fr, a, r, p);
        else if (a->kind == AT_FUNC) made = asked(fr, a, NULL, r, p);
        else if (a->kind == AT_BOUND) made = asked(fr, a, a->p, r, p);
        else if (a->kind == AT_OBJ) made = asked_method(fr, av_atom(w, *a), "__call__", r, p);
        else if (a->kind == AT_NAME || a->kind == AT_INST) made = made_by_library(fr, a, p);
        if (made) v = av_join(w, v, made);
    }
    if (maker->flags & AV_OTHER || !maker->n || av_is_bottom(v)) v = av_join(w, v, &av_quiet);
    return v;
}

const Av *injected_param(Frame *fr, const Root *r, const Param *p, const Av *type,
                         const Av *fallback)
{
    const Partial *dep = fallback ? partial_of(fallback, S("depends")) : NULL;
    const Av *maker = dep ? (dep->npos ? dep->fn : type) : maker_noted(fr, p->annotation, type);
    return maker ? made_by(fr, maker, r, p) : NULL;
}
