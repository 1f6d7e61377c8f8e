// flow/annotated: what annotations say of a value that nobody knows. What is known is never doubted by them, and
// what may be anything stays so: they only add what it is.
// SPDX-License-Identifier: MIT
#include "flow/annotated.h"
#include "flow/entry.h"

// Nothing is known of it, or only that an unknown library gave it.
static bool is_unknown(const Av *v)
{
    const Atom *a = v->n == 1 ? &v->atom[0] : NULL;
    if (a) return (a->kind == AT_NAME || a->kind == AT_INST) && !a->id && !(v->flags & AV_TEXT);
    return !v->n && (v->flags & (AV_OTHER | AV_TEXT)) == AV_OTHER;
}

// str, list[int], None name no class that a rule asks for.
static bool may_name_class(const Tree *t, NodeId annotation)
{
    int kind = py_kind(t, annotation);
    if (kind == PY_Subscript) {
        annotation = py_node(t, annotation, Subscript_value);
        kind = py_kind(t, annotation);
    }
    if (kind == PY_Constant) return py_const(t, annotation)->kind == CONST_STR;
    return kind != PY_Name || !sema_is_builtin(py_text(t, annotation));
}

// keep: what was written into it since it was first read stays.
static const Av *told_instance(Frame *fr, const Atom *cls, const Taint *t, NodeId at, bool keep)
{
    World *w = fr->w;
    State was = fr->st;
    const Av *v = class_instance(fr, cls, t, at);
    const Obj *old = keep ? heap_at(w, was.heap, v->atom[0].obj) : NULL;
    if (old && old->told) {
        fr->st = was;
        return v;
    }
    Obj *o = new(&w->a, Obj, 1);
    *o = *obj_at(w, &fr->st, v->atom[0].obj);
    o->told = true;
    heap_set(w, &fr->st, v->atom[0].obj, o);
    return v;
}

// In a package an object of the program's own is followed only for what it carries.
static const Av *annotated_at(Frame *fr, Frame *scope, NodeId annotation, NodeId at, const Av *v, bool keep)
{
    World *w = fr->w;
    if (!annotation || !is_unknown(v) || !may_name_class(scope->m->m->tree, annotation)) return v;
    bool wide = w->worth && w->worth->far;
    const Av *type = annotation_value(scope, annotation);
    for (int i = 0; i < type->n; i++) {
        const Atom *a = &type->atom[i];
        const Av *one = a->kind != AT_CLASS    ? library_instance(w, a)
                        : !wide || v->taint ? told_instance(fr, a, v->taint, at, keep)
                                            : NULL;
        if (one) v = av_join(w, v, one);
    }
    return v;
}

const Av *annotated_as(Frame *fr, Frame *scope, NodeId annotation, NodeId at, const Av *v)
{
    return annotated_at(fr, scope, annotation, at, v, false);
}

// Has the class a method of that name that does something? One that is left to those below it says nothing.
static bool has_written(Frame *fr, const Obj *o, uint32_t attr)
{
    const Atom cls = {.kind = AT_CLASS, .mod = o->mod, .idx = o->cls, .obj = o->up};
    uint32_t mod, idx;
    const Av *v = class_member(fr, &cls, attr, &mod, &idx, false);
    const Atom *a = v && v->n == 1 && !v->flags ? &v->atom[0] : NULL;
    if (a && a->kind == AT_PARTIAL) {                           // @staticmethod, @property
        const Av *fn = ((const Partial *)a->p)->fn;
        a = fn && fn->n == 1 && !fn->flags ? &fn->atom[0] : NULL;
    }
    return a && a->kind == AT_FUNC && func_is_written(fr->w, a->mod, a->idx);
}

const Av *annotated_base(Frame *fr, const Av *base, uint32_t attr)
{
    World *w = fr->w;
    const Av *told = &av_bottom;
    bool any = false;
    if (base->taint || base->flags & ~(uint32_t)(AV_OTHER | AV_QUIET) || !base->n) return base;
    if (!base->flags && base->n == 1) return base;
    for (int i = 0; i < base->n; i++) {
        const Atom *a = &base->atom[i];
        if ((a->kind == AT_NAME || a->kind == AT_INST) && !a->id) continue;
        const Obj *o = a->kind == AT_OBJ ? obj_bare(w, &fr->st, a->obj) : NULL;
        bool has = o && o->kind == OB_INST && o->up ? has_written(fr, o, attr)
                   : a->kind == AT_INST && models_lines(w->models, member_id(w, a->id, attr));
        if (!has) return base;
        any |= !o || o->told;                                   // told or Default(): another is made here
        told = av_join(w, told, av_atom(w, *a));
    }
    return any ? told : base;
}

// def conn(self) -> Connection: ...
static bool is_stub(const Tree *t, NodeId def)
{
    NodeList body = py_list(t, def, FunctionDef_body);
    for (uint32_t i = 0; i < body.n; i++) {
        int kind = py_kind(t, body.v[i]);
        NodeId said = kind == PY_Expr ? py_node(t, body.v[i], Expr_value) : 0;
        if (kind != PY_Pass && !(said && py_kind(t, said) == PY_Constant)) return false;
    }
    return true;
}

const Av *annotated_result(Frame *fr, Frame *callee, NodeId at, const Av *v)
{
    const Func *f = callee->f;
    const Tree *t = callee->m->m->tree;
    NodeId type = f->kind == FUNC_DEF ? py_node(t, f->node, FunctionDef_returns) : 0;
    const PyConst *c = type ? av_only_const(v) : NULL;
    if (!type || f->is_generator) return v;
    if (c && c->kind == CONST_NONE && is_stub(t, f->node)) v = &av_quiet;
    return annotated_as(fr, callee, type, at, v);
}

// Where the field of an object that this frame made is made: a field of another is another.
static NodeId field_place(Frame *fr, uint32_t id, NodeId annotation)
{
    const Made *m = &fr->w->made[id];
    if (!id || !m->place || m->depth != fr->depth) return annotation;
    return annotation ^ (NodeId)((m->place - fr->id) * 0xbf58476d1ce4e5b9u >> 32);
}

const Av *annotated_field(Frame *fr, uint32_t id, const Obj *o, uint32_t attr, const Av *v)
{
    World *w = fr->w;
    if (!o->up || !is_unknown(v)) return v;
    Mro m;
    class_mro(w, &fr->st, o->up, &m);
    for (int i = 0; i < m.n; i++) {
        Frame scope;
        const ClassInfo *c = class_scope(w, &fr->st, m.obj[i], &scope);
        for (Size j = 0; c && j < c->nattrs; j++)
            if (c->attrs[j].annotation &&
                str_eq(py_name(scope.m->m->tree, c->attrs[j].name), unit_str(w, attr)))
                return annotated_at(fr, &scope, c->attrs[j].annotation,
                                    field_place(fr, id, c->attrs[j].annotation), v, true);
    }
    return v;
}
