// flow/decorate: a decorated function or class: ours called, a library's known ones by what they
// make of it.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

static const Av *partial(World *w, Str role, const Av *fn, const Av **pos, Size npos)
{
    Partial *p = new(&w->a, Partial, 1);
    *p = (Partial){.fn = fn, .pos = pos, .npos = npos, .role = role};
    return av_atom(w, (Atom){.kind = AT_PARTIAL, .p = p});
}

// @saved.connect: the library keeps what it decorates, and gives it back.
static bool is_kept(World *w, const Atom *a)
{
    const ModelLine *l = a->kind == AT_METHOD ? models_lines(w->models, a->id) : NULL;
    while (l && !(l->kind == M_STORE && l->on_call)) l = l->next;
    return l != NULL;
}

// @click.group(): what the library makes of the function is an object of its own, which may be called as well.
static const Av *made_into(Frame *fr, const Av *decorator, const Av *target)
{
    World *w = fr->w;
    for (int i = 0; i < decorator->n; i++) {
        const Atom *a = &decorator->atom[i];
        ModelId call =
            a->kind == AT_INST && a->id ? models_member_id(w->models, a->id, S("__call__")) : 0;
        for (const ModelLine *l = models_lines(w->models, call); l; l = l->next)
            if (l->kind == M_TYPE) {
                Str made = models_name(w->models, models_target(w->models, l));
                return av_join(w, av_inst(w, made), target);
            }
    }
    return target;
}

const Av *decorate(Frame *fr, Val at, const Instr *in)
{
    World *w = fr->w;
    const Av *d = use(fr, in->a), *target = use(fr, in->b);
    decorate_entry(fr, at, in->a, target);
    for (int i = 0; i < d->n; i++) {
        const Atom *a = &d->atom[i];
        if (dispatch_add(fr, a, NULL, target)) return target;
        const Partial *typed = a->kind == AT_PARTIAL ? a->p : NULL;
        if (typed && str_eq(typed->role, S("register"))) {
            dispatch_add(fr, av_find(typed->fn, AT_METHOD), typed->pos[0], target);
            return target;
        }
        Str name = a->kind == AT_NAME || a->kind == AT_METHOD ? unit_str(w, a->idx) : (Str){0};
        const Args one = {.pos = &target, .npos = 1, .call = at, .node = in->node};
        if (str_starts(name, S("functools.singledispatch"))) return call_value(fr, d, &one);
        if (is_kept(w, a)) return call_value(fr, d, &one), target;
        if (str_eq(name, S("staticmethod")) || str_eq(name, S("classmethod")))
            return partial(w, name, target, NULL, 0);
        if (str_eq(name, S("property")) || str_ends(name, S("cached_property")))
            return partial(w, S("property"), target, NULL, 0);
        if (a->kind == AT_METHOD && str_ends(name, S("setter")) && a->p) {
            const Atom *p = av_find(a->p, AT_PARTIAL);
            if (p && str_eq(((const Partial *)p->p)->role, S("property"))) {
                const Av **setter = new(&w->a, const Av *, 1);
                setter[0] = target;
                return partial(w, S("property"), ((const Partial *)p->p)->fn, setter, 1);
            }
        }
    }
    const Atom *fn = av_find(d, AT_FUNC), *cls = av_find(target, AT_CLASS);
    if (!fn) fn = av_find(d, AT_BOUND);
    if (cls && !fn) {
        const Obj *o = obj_to_write(fr, cls->obj, false);
        if (o) obj_put(fr, cls->obj, obj_set(w, o, KEY_HASH(50), d, false));
    }
    if (!fn && !av_find(d, AT_OBJ) && !av_find(d, AT_CLASS)) return made_into(fr, d, target);
    const Args args = {.pos = &target, .npos = 1, .call = at, .node = in->node};
    const Av *r = call_value(fr, d, &args);
    bool callable = false;
    for (int i = 0; i < r->n; i++)
        callable |= r->atom[i].kind != AT_CONST && r->atom[i].kind != AT_INST;
    return callable ? r : target;
}
