// flow/call: a call by what its callee may be: our functions, classes, bound methods, a library's
// names, or unknown.
// SPDX-License-Identifier: MIT
#include "flow/callback.h"
#include "flow/guard.h"
#include "flow/part.h"

enum { CHARS_EACH = 12 };

static const Av *unknown_call(Frame *fr, const Av *callee, const Args *args)
{
    World *w = fr->w;
    const Taint *t = callee->taint;
    if (!callee->n) see_shaped(fr, args);
    for (Size i = 0; i < args->npos; i++) t = taint_join(w, t, deep_taint(fr, args->pos[i]));
    for (Size i = 0; i < args->nnamed; i++) t = taint_join(w, t, deep_taint(fr, args->named[i]));
    if (args->star) t = taint_join(w, t, deep_taint(fr, args->star));
    if (args->dstar) t = taint_join(w, t, deep_taint(fr, args->dstar));
    const Av *r = callee->flags & AV_QUIET ? &av_quiet : &av_unknown;
    return av_with(
        w, r,
        t ? taint_lower(w, taint_step(fr, t, args->node, S("passes through an unknown call")))
          : NULL);
}

static const Av *call_partial(Frame *fr, const Partial *p, const Args *args)
{
    World *w = fr->w;
    Args a = *args;
    if (str_eq(p->role, S("listed"))) {
        Args in = {.call = args->call, .node = args->node};
        take_deferred(fr, args, 0, &in);
        return call_value(fr, p->fn, &in);
    }
    if (p->role.len) return call_getter(fr, p, args);
    const Av **pos = new (&w->a, const Av *, p->npos + args->npos + 1),
             **named = new (&w->a, const Av *, p->nnamed + args->nnamed + 1);
    uint32_t *names = new(&w->a, uint32_t, p->nnamed + args->nnamed + 1);
    Val *pv = new (&w->a, Val, p->npos + args->npos + 1),
        *nv = new (&w->a, Val, p->nnamed + args->nnamed + 1);
    for (Size i = 0; i < p->npos; i++) pos[i] = p->pos[i];
    for (Size i = 0; i < args->npos; i++)
        pos[p->npos + i] = args->pos[i], pv[p->npos + i] = args->pos_val ? args->pos_val[i] : 0;
    Size n = 0;
    for (Size i = 0; i < args->nnamed; i++)
        names[n] = args->names[i], nv[n] = args->named_val ? args->named_val[i] : 0,
        named[n++] = args->named[i];
    for (Size i = 0; i < p->nnamed; i++) {
        bool given = false;
        for (Size k = 0; k < args->nnamed; k++) given |= args->names[k] == p->names[i];
        // what ** brings may be another value for it
        const Av *v = args->dstar ? av_join(w, p->named[i], args->dstar) : p->named[i];
        if (!given) names[n] = p->names[i], named[n++] = v;
    }
    a.pos = pos;
    a.pos_val = pv;
    a.npos = p->npos + args->npos;
    a.names = names;
    a.named = named;
    a.named_val = nv;
    a.nnamed = n;
    return call_value(fr, p->fn, &a);
}

static const Av *call_instance(Frame *fr, const Av *callee, const Atom *a, const Args *args)
{
    World *w = fr->w;
    const Av *self = av_with(w, av_atom(w, *a), callee->taint);
    if (a->kind == AT_OBJ) return call_method(fr, self, "__call__", args);
    const Av *chosen = dispatch_call(fr, a, args);
    if (chosen) return chosen;
    ModelId m = models_member_id(w->models, a->id, S("__call__"));
    if (!m) return NULL;
    Atom method = {.kind = AT_METHOD,
                   .shy = a->shy,
                   .idx = name_add(&w->names, models_name(w->models, m)),
                   .id = m,
                   .p = self};
    return call_library(fr, &method, args);
}

// def redirect(): return redirect(url): the import of that name was meant, for the function itself
// takes no such arguments.
static const Av *shadowed_import(Frame *fr, const Atom *a, const Args *args)
{
    World *w = fr->w;
    const Func *f = &fr->m->m->funcs.v[a->idx], *body = &fr->m->m->funcs.v[0];
    const Tree *t = fr->m->m->tree;
    if (f->owner || f->parent || args->star || args->dstar || args->npos <= (Size)f->params.n)
        return NULL;
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].kind == PARAM_VARARG) return NULL;
    for (Size i = 1; i < body->code.n; i++) {
        const Instr *in = &body->code.v[i];
        if (in->op != IR_IMPORT_FROM || in->sym != f->name || in->aux) continue;
        Str dotted = str_fmt(&w->a, "%.*s.%.*s", STR_ARG(py_name(t, in->b)),
                             STR_ARG(py_name(t, f->name)));
        const Av *v = models_id(w->models, dotted) ? name_value(w, dotted, true) : NULL;
        return v ? call_library(fr, &v->atom[0], args) : NULL;
    }
    return NULL;
}

// str.upper(x) is x.upper(): the method of the first argument. NULL: no such call.
static const Av *call_unbound(Frame *fr, const Atom *a, const Args *args)
{
    World *w = fr->w;
    Str name = unit_str(w, a->idx);
    bool of_text = str_starts(name, S("str.")) || str_starts(name, S("bytes."));
    if (a->kind != AT_NAME || !of_text || !args->npos || str_ends(name, S(".maketrans")) ||
        str_ends(name, S(".join")) || str_ends(name, S(".fromhex")))
        return NULL;
    uint32_t method = name_add(&w->names, str_sub(name, str_find(name, S(".")) + 1, -1));
    Args rest = *args;
    rest.pos++, rest.npos--;
    if (rest.pos_val) rest.pos_val++;
    return call_value(fr, read_attr(fr, args->pos[0], method, args->call), &rest);
}

// args.get, where args is of a library's type; not of the {} in `request.json or {}`.
static bool is_of_type(const Av *callee)
{
    for (int i = 0; i < callee->n; i++) {
        const Atom *a = &callee->atom[i];
        if (a->kind == AT_METHOD && a->id && a->p && av_find(a->p, AT_INST)) return true;
    }
    return false;
}

// request.json.get("name"): a method of what a library's name gives, of which no model speaks, nor of its type.
static const Av *call_of_source(Frame *fr, const Av *callee, const Atom *a, const Args *args)
{
    const Av *r = call_library(fr, a, args);
    if (a->kind != AT_NAME || a->id || !callee->taint || is_of_type(callee)) return r;
    Str through =
        str_fmt(&fr->w->a, "passes through %.*s", STR_ARG(last_part(unit_str(fr->w, a->idx))));
    return av_add_taint(fr->w, r, taint_step(fr, callee->taint, args->node, through));
}

static const Av *call_atom(Frame *fr, const Av *callee, const Atom *a, const Args *args)
{
    switch ((AtomKind)a->kind) {
    case AT_FUNC: {
        const Av *v = a->mod == fr->mod ? shadowed_import(fr, a, args) : NULL;
        return v ? v : walk_call(fr, a->mod, a->idx, a->obj, NULL, args);
    }
    case AT_BOUND: return walk_call(fr, a->mod, a->idx, a->obj, a->p, args);
    case AT_CLASS: return construct(fr, a, args);
    case AT_NAME: case AT_METHOD: {
        const Av *typed = dispatch_typed(fr, a, args);
        if (typed) return typed;
        const Av *bound = call_unbound(fr, a, args);
        return bound ? bound : call_of_source(fr, callee, a, args);
    }
    case AT_PARTIAL: return call_partial(fr, a->p, args);
    case AT_OBJ: case AT_INST: return call_instance(fr, callee, a, args);
    default: return NULL;
    }
}

static bool worth_a_call(const Av *callee, int i)
{
    const Atom *a = &callee->atom[i];
    if (a->kind == AT_CONST) return false;                      // None among functions: not called
    if (a->kind != AT_METHOD || !a->shy) return true;
    // a known function beats a method by its bare name
    for (int k = 0; k < callee->n; k++)
        if (callee->atom[k].kind != AT_METHOD && callee->atom[k].kind != AT_CONST) return false;
    return true;
}

static const Av *call_each(Frame *fr, const Av *callee, const Args *args)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    State before = fr->st, after = {.dead = true};
    bool any = false, bare = false;
    for (int i = 0; i < callee->n && !before.dead; i++) {
        if (!worth_a_call(callee, i)) continue;
        fr->st = before;
        const Av *x = call_atom(fr, callee, &callee->atom[i], args);
        if (!x) continue;
        any = true;
        bare |= callee->atom[i].kind == AT_METHOD || callee->atom[i].kind == AT_NAME;
        r = av_join(w, r, x);
        after = state_join(w, after, fr->st);
    }
    if (any) fr->st = after;
    else fr->st = before;
    if (!any || (callee->flags & AV_OTHER && !bare)) {
        if (any) fr->st.dead = false;
        if (any && after.dead) fr->st = before;
        r = av_join(w, r, unknown_call(fr, callee, args));
    }
    return r;
}

// Calls by way of the library end as the program's own do: a thread that starts a thread of what holds
// itself, a signal that is connected to its own send.
static bool is_endless(const Frame *fr)
{
    enum { OPEN_MOST = 250, DEEP = 8, DEEP_MOST = 1000 };  // DEEP: calls in one another without a function's
    World *w = fr->w;
    bool deep = w->calls_open > 2 * fr->depth + DEEP;
    return w->calls_open >= OPEN_MOST || (deep && w->calls_deep++ >= DEEP_MOST);
}

const Av *call_value(Frame *fr, const Av *callee, const Args *args)
{
    World *w = fr->w;
    if (is_endless(fr)) {
        cut_here(w);
        return unknown_call(fr, callee, args);
    }
    w->calls_open++;
    const Av *r = call_each(fr, callee, args);
    w->calls_open--;
    return r;
}

// ---- super()

static uint32_t owner_class(Frame *fr, const Obj **cls)
{
    World *w = fr->w;
    Frame *f = fr;
    uint32_t owner = f->f->owner;
    *cls = NULL;
    if (!owner) return 0;
    uint32_t id = fr->m->class_obj ? fr->m->class_obj[owner - 1] : 0;
    const Atom *self = fr->arg && fr->f->params.n ? av_find(fr->arg[0], AT_OBJ) : NULL;
    const Obj *o = self ? obj_at(w, &fr->st, self->obj) : NULL;
    if (!id && o && o->kind == OB_INST) {
        Mro m;
        class_mro(w, &fr->st, o->up, &m);
        for (int i = 0; i < m.n && !id; i++) {
            const Obj *c = obj_bare(w, &fr->st, m.obj[i]);
            if (c && c->mod == fr->mod && c->cls == owner - 1) id = m.obj[i];
        }
    }
    *cls = id ? obj_bare(w, &fr->st, id) : NULL;
    return id;
}

static const Av *super_value(Frame *fr)
{
    const Obj *cls;
    uint32_t id = owner_class(fr, &cls);
    if (!cls) return NULL;
    return av_atom(fr->w, (Atom){.kind = AT_SUPER, .mod = cls->mod, .idx = cls->cls, .obj = id,
                                 .p = fr->arg && fr->f->params.n ? fr->arg[0] : NULL});
}

// HANDLERS[name](request), where the table has more functions than a value holds: the others are called, too.
static const Av *call_others(Frame *fr, const Instr *in, const Av *callee, const Args *args,
                             State was, const Av *r)
{
    World *w = fr->w;
    const Instr *of = &fr->f->code.v[in->a];
    uint32_t id;
    const Obj *o = of->op == IR_INDEX ? only_obj(fr, fr->val[of->a], &id) : NULL;
    for (uint32_t i = 0; o && o->kind <= OB_DICT && i < o->n; i++) {
        const Av *one = o->cell[i].v;
        bool known = one->n != 1 || (one->atom[0].kind != AT_FUNC && one->atom[0].kind != AT_BOUND);
        for (int k = 0; !known && k < callee->n; k++)
            known = callee->atom[k].kind == one->atom[0].kind &&
                    callee->atom[k].idx == one->atom[0].idx &&
                    callee->atom[k].mod == one->atom[0].mod;
        if (known) continue;
        State left = fr->st;
        fr->st = was;
        r = av_join(w, r, call_value(fr, one, args));
        fr->st = state_join(w, left, fr->st);
    }
    return r;
}

const Av *call_instr(Frame *fr, const Instr *in, Val v)
{
    World *w = fr->w;
    const Av *callee = use(fr, in->a);
    Args args;
    if (av_is_bottom(callee)) return &av_bottom;
    collect_args(fr, in, v, &args);
    for (Size i = 0; i < fr->calls.n; i++)
        if (fr->calls.v[i].call == v) fr->calls.v[i] = fr->calls.v[--fr->calls.n];
    const Atom *name = callee->n == 1 && callee->atom[0].kind == AT_NAME ? &callee->atom[0] : NULL;
    if (name && str_eq(unit_str(w, name->idx), S("super"))) {
        const Av *r = super_value(fr);
        if (r) return r;
    }
    State was = fr->st;
    const Av *r = call_value(fr, callee, &args);
    return callee->n == ATOMS_MAX ? call_others(fr, in, callee, &args, was, r) : r;
}

// ---- what a coroutine or an iterator gives

const Av *awaited(Frame *fr, const Av *v, Val at)
{
    World *w = fr->w;
    const Atom *a = av_find(v, AT_INST);
    if (!a || !a->id) return v;
    ModelId m = models_member_id(w->models, a->id, S("__await__"));
    const ModelLine *l = models_lines(w->models, m);
    const Args none = {.call = at, .node = fr->f->code.v[at].node};
    return l ? read_name(fr, v, l, true, &none, v) : v;
}

const Av *iterator(Frame *fr, const Av *v, Val at)
{
    World *w = fr->w;
    (void)at;
    const Atom *a = v->n == 1 && !(v->flags & AV_OTHER) ? &v->atom[0] : NULL;
    const Obj *o = a && a->kind == AT_OBJ ? obj_at(w, &fr->st, a->obj) : NULL;
    if (o && o->kind == OB_DICT && o->exact && !o->many && o->n) {
        const Av **k = new(&w->a, const Av *, o->n);
        for (uint32_t i = 0; i < o->n; i++) k[i] = key_value(w, o->cell[i].key);
        return av_add_taint(w, list_of(fr, at, OB_LIST, k, o->n, NULL), v->taint);
    }
    Str s;
    if (av_only_str(v, &s) && s.len && s.len <= CHARS_EACH) {   // for c in "<>&"
        const Av *k[CHARS_EACH];
        for (Size i = 0; i < s.len; i++) {
            if ((uint8_t)s.s[i] > 127) return v;
            k[i] = av_str(w, str_sub(s, i, i + 1));
        }
        return list_of(fr, at, OB_LIST, k, s.len, NULL);
    }
    return v;
}

// ---- assignments to parts, with what the models say of them

static void set_lines(Frame *fr, const ModelLine *l, const Args *args, const Av *self, Str name,
                      bool shy)
{
    for (; l; l = l->next) {
        if (!l->on_set) continue;
        if (l->kind == M_SINK) fr->met |= l->kinds;
        fr->chosen |= l->kind == M_MARK;
        if (!line_holds(fr, l, args, self)) continue;
        if (l->kind == M_MARK) see_mark(fr, l, args, self, args->node, name, shy);
        else if (l->kind == M_SINK)
            check_sink(fr, args, l, args->pos[0], args->pos_val[0], name, shy);
        else if (l->kind == M_ENTRY)                            // client.on_message = show
            note_entry(fr, args->pos[0],
                       (Entry){.kinds = l->kinds, .returns = l->returns, .how = name, .line = l,
                               .shy = shy});
    }
}

void set_attr(Frame *fr, const Instr *in, Val at)
{
    World *w = fr->w;
    const Av *base = use(fr, in->a), *value = use(fr, in->b);
    uint32_t attr = unit_sym(fr, in->sym);
    const Val from = in->b;
    const Args args = {.pos = &value, .pos_val = &from, .npos = 1, .call = at, .node = in->node};
    bool known = false;
    for (int i = 0; i < base->n; i++) {
        const Atom *a = &base->atom[i];
        ModelId m = 0;
        if (a->kind == AT_INST) m = member_id(w, a->id, attr);
        else if (a->kind == AT_NAME && a->id) m = step_id(w, a->id, attr);
        else if (a->kind == AT_OBJ) m = outer_member(fr, a, attr);
        if (m)
            set_lines(fr, models_lines(w->models, m), &args, base, models_name(w->models, m),
                      a->shy);
        known |= m != 0;
    }
    if (!known && base->flags & AV_OTHER) {
        ModelId m = step_id(w, w->unknown, attr);
        if (m) set_lines(fr, models_lines(w->models, m), &args, base, unit_str(w, attr), true);
    }
    write_attr(fr, base, attr, value, false, at);
}

// x[:] = value: all of the list is another's items from here on.
static void set_whole(Frame *fr, const Instr *in)
{
    const Instr *s = &fr->f->code.v[in->b];
    if (s->op != IR_SLICE) return;
    for (uint32_t i = 0; i < s->nargs; i++) {
        Val bound = fr->f->args.v[s->args + i];
        const PyConst *c = bound ? av_only_const(use(fr, bound)) : NULL;
        if (bound && (!c || c->kind != CONST_NONE)) return;
    }
    Kinds left = taint_kinds(deep_taint(fr, use(fr, in->c)));
    items_clear(fr, &fr->st, in->a, KINDS_TEXT & ~left, S("all of its items were replaced"));
}

// items[1:2] = more: what `more` holds is put there, and the places of what was there shift.
static void set_slice(Frame *fr, const Av *base, const Av *key, const Av *value, Val at)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, base, &id);
    const Av *item = elements(fr, value, at);
    if (!o || o->kind != OB_LIST) {
        write_index(fr, base, key, value, false);
        return;
    }
    Obj *r = new(&w->a, Obj, 1);
    *r = (Obj){.kind = OB_LIST, .rest = av_join(w, obj_all(w, o), item)};
    obj_put(fr, id, r);
}

void set_index(Frame *fr, const Instr *in, Val at)
{
    World *w = fr->w;
    const Av *base = use(fr, in->a), *key = use(fr, in->b), *value = use(fr, in->c);
    const Av *pos[2] = {key, value};
    const Val from[2] = {in->b, in->c};
    const Args args = {.pos = pos, .pos_val = from, .npos = 2, .call = at, .node = in->node};
    for (int i = 0; i < base->n; i++) {
        const Atom *a = &base->atom[i];
        if (a->kind != AT_INST && a->kind != AT_NAME) continue;
        ModelId m = a->kind == AT_INST ? models_member_id(w->models, a->id, S("__setitem__"))
                                       : models_step(w->models, a->id, S("__setitem__"));
        // from helpers import mysession: the project's own name for the session
        if (!m && a->kind == AT_NAME && !a->id && str_ends(unit_str(w, a->idx), S("session")))
            m = models_member_id(w->models, models_id(w->models, S("flask.sessions.SessionMixin")),
                                 S("__setitem__"));
        if (!m) continue;
        Atom method = {.kind = AT_METHOD,
                       .shy = a->shy,
                       .idx = name_add(&w->names, models_name(w->models, m)),
                       .id = m,
                       .p = av_atom(w, *a)};
        call_library(fr, &method, &args);
    }
    if (fr->f->code.v[in->b].op == IR_SLICE) set_slice(fr, base, key, value, at);
    else write_index(fr, base, key, value, false);
    set_whole(fr, in);
}
