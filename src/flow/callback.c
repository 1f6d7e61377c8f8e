// flow/callback: with which arguments a library calls the function that it was given.
// SPDX-License-Identifier: MIT
#include "flow/callback.h"

// What is known of the names in one dictionary or several; NULL: nothing.
static const Av *keys_of(Frame *fr, const Av *x)
{
    const Av *keys = NULL;
    for (int i = 0; i < x->n; i++) {
        const Obj *o = x->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, x->atom[i].obj) : NULL;
        if (o && o->keys) keys = keys ? av_join(fr->w, keys, o->keys) : o->keys;
    }
    return keys;
}

Size take_named(Frame *fr, const Av *x, Args *out, uint32_t *names, const Av **named)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, x, &id);
    bool known = o && (o->kind == OB_DICT || x->atom[0].idx);   // or **vars(self)
    for (uint32_t c = 0; known && c < o->n; c++)
        if (o->cell[c].key >> 56 == 1)
            names[out->nnamed] = (uint32_t)o->cell[c].key, named[out->nnamed++] = o->cell[c].v;
    if (o && o->kind == OB_DICT && o->exact) return out->nnamed;
    const Av *e = o && o->rest ? o->rest : read_index(fr, x, &av_someconst, out->call);
    bool own = keys_are_own(fr, x);
    const Av *keys = keys_of(fr, x);
    // a value names no field: its key does
    if (own || (o && o->keys)) e = av_clear(w, e, KIND(MASS));
    if (!own && keys && keys->taint)                            // {chosen: 1}: a name of another's
        e = av_add_taint(w, av_join(w, e, &av_quiet),
                         taint_mask(w, keys->taint, KINDS_TEXT & ~KIND(MASS), false));
    out->dstar = out->dstar ? av_join(w, out->dstar, e) : e;
    const Av *name = own ? &av_someconst : o ? keys : x->taint ? av_with(w, &av_unknown, x->taint) : NULL;
    if (name) out->dkeys = out->dkeys ? av_join(w, out->dkeys, name) : name;
    return out->nnamed;
}

static bool is_none(const Av *v)
{
    const PyConst *c = av_only_const(v);
    return c && c->kind == CONST_NONE;
}

// args=("x", y): one by one where it is known what they are.
static void take_spread(Frame *fr, const Av *v, Args *in)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (is_none(v)) return;
    if (!o || !o->exact || o->many || (o->kind != OB_LIST && o->kind != OB_TUPLE)) {
        in->star = elements(fr, v, in->call);
        return;
    }
    const Av **pos = new(&w->a, const Av *, in->npos + o->n + 1);
    for (Size i = 0; i < in->npos; i++) pos[i] = in->pos[i];
    for (uint32_t i = 0; i < o->n; i++) pos[in->npos + i] = av_add_taint(w, o->cell[i].v, v->taint);
    in->pos = pos;
    in->pos_val = NULL;
    in->npos += o->n;
}

// kwargs={"x": y}
static void take_kwargs(Frame *fr, const Av *v, Args *in)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (is_none(v)) return;
    Size room = in->nnamed + (o ? o->n : 0) + 1;
    const Av **named = new(&w->a, const Av *, room);
    uint32_t *names = new(&w->a, uint32_t, room);
    for (Size i = 0; i < in->nnamed; i++) names[i] = in->names[i], named[i] = in->named[i];
    take_named(fr, v, in, names, named);
    in->names = names;
    in->named = named;
    in->named_val = NULL;
}

void take_deferred(Frame *fr, const Args *args, int at, Args *in)
{
    World *w = fr->w;
    const Av *list = arg_at(args, at, w, S("args")),
             *dict = arg_at(args, at < 0 ? at : at + 1, w, S("kwargs"));
    if (!dict) dict = arg_at(args, -1, w, S("kwds"));
    if (list) take_spread(fr, list, in);
    if (dict) take_kwargs(fr, dict, in);
}

// submit(f, x, y=z): what comes after the function is the function's.
static void take_rest(Frame *fr, const ModelLine *l, const Args *args, Args *in)
{
    World *w = fr->w;
    Size skip = l->arg >= 0 ? (Size)l->arg + 1 : args->npos;
    const uint32_t own[] = {name_find(&w->names, S("args")), name_find(&w->names, S("kwargs")),
                            l->keyword.len ? name_find(&w->names, l->keyword) : 0};
    const Av **named = new(&w->a, const Av *, args->nnamed + 1);
    uint32_t *names = new(&w->a, uint32_t, args->nnamed + 1);
    bool listed = arg_at(args, -1, w, S("args")) != NULL;
    if (skip < args->npos && !listed) in->pos = args->pos + skip, in->npos = args->npos - skip;
    for (Size i = 0; l->arg >= 0 && i < args->nnamed; i++) {
        uint32_t k = args->names[i];
        if (k == own[0] || k == own[1] || k == own[2]) continue;
        names[in->nnamed] = k;
        named[in->nnamed++] = args->named[i];
    }
    in->names = names;
    in->named = named;
    in->star = args->star;
    take_deferred(fr, args, -1, in);
}

Args called_with(Frame *fr, const ModelLine *l, const Args *args, const Av *with)
{
    Args in = {.call = args->call, .node = args->node};
    if (l->to == MODEL_REST) take_rest(fr, l, args, &in);
    else if (models_has_tag(l, S("spread"))) take_deferred(fr, args, l->to, &in);
    else if (with) {
        const Av **pos = new(&fr->w->a, const Av *, 1);
        pos[0] = models_has_tag(l, S("each")) ? elements(fr, with, args->call) : with;
        in.pos = pos;
        in.npos = 1;
    }
    return in;
}
