// flow/builtin_made: Python's functions that make a container of others, or give what is in one.
// SPDX-License-Identifier: MIT
#include "flow/part.h"

const Obj *sequence_of(Frame *fr, const Av *v)
{
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    return o && (o->kind == OB_LIST || o->kind == OB_TUPLE || o->kind == OB_SET ||
                 o->kind == OB_ITER)
               ? o
               : NULL;
}

static const Av *convert(Frame *fr, const Args *args, ObKind kind)
{
    World *w = fr->w;
    const Av *v = arg_first(args);
    if (!v)
        return list_of(fr, args->call, kind, NULL, 0,
                       args->star ? elements(fr, args->star, args->call) : NULL);
    uint32_t id;
    const Obj *from = only_obj(fr, v, &id);
    bool ordered = !from || from->kind != OB_SET || from->n < 2 || kind == OB_SET;
    v = iterator(fr, v, args->call);
    const Obj *o = sequence_of(fr, v);
    if (o && o->exact && ordered) {
        const Av **item = new(&w->a, const Av *, o->n + 1);
        for (uint32_t i = 0; i < o->n; i++) item[i] = o->cell[i].v;
        return av_add_taint(w, list_of(fr, args->call, kind, item, o->n, o->rest), v->taint);
    }
    const Av *e = elements(fr, v, args->call);
    return list_of(fr, args->call, kind, NULL, 0, av_is_bottom(e) ? NULL : e);
}

const Av *native_list(Frame *fr, const Av *s, const Args *a, Str n)
{
    (void)s;
    (void)n;
    each_mapped(fr, a);
    return convert(fr, a, OB_LIST);
}
const Av *native_tuple(Frame *fr, const Av *s, const Args *a, Str n)
{
    (void)s;
    (void)n;
    each_mapped(fr, a);
    return convert(fr, a, OB_TUPLE);
}
const Av *native_set(Frame *fr, const Av *s, const Args *a, Str n)
{
    (void)s;
    (void)n;
    each_mapped(fr, a);
    return convert(fr, a, OB_SET);
}

static const Av *shuffled(Frame *fr, const Args *args)
{
    World *w = fr->w;
    const Av *v = arg_first(args);
    if (!v) return NULL;
    const Obj *o = sequence_of(fr, v);
    if (o && o->exact && o->n < 2) return convert(fr, args, OB_LIST);
    const Av *e = elements(fr, v, args->call);
    return list_of(fr, args->call, OB_LIST, NULL, 0, av_is_bottom(e) ? NULL : e);
    (void)w;
}

const Av *native_sorted(Frame *fr, const Av *s, const Args *a, Str n)
{
    (void)s;
    (void)n;
    each_mapped(fr, a);
    const Av *all = a->npos ? elements(fr, a->pos[0], a->call) : NULL;
    const Av *r = all && a->nnamed ? sorted_by_test(fr, a, all) : NULL;
    return r ? r : shuffled(fr, a);
}

const Av *native_reversed(Frame *fr, const Av *s, const Args *args, Str n)
{
    World *w = fr->w;
    const Av *v = arg_first(args);
    const Obj *o = v ? sequence_of(fr, v) : NULL;
    (void)s; (void)n;
    if (!o || !o->exact) return shuffled(fr, args);
    const Av **item = new(&w->a, const Av *, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++) item[i] = o->cell[o->n - 1 - i].v;
    return list_of(fr, args->call, OB_LIST, item, o->n, NULL);
}

// The dictionary o with the items of v added.
const Obj *dict_update(Frame *fr, const Obj *o, const Av *v)
{
    World *w = fr->w;
    for (int i = 0; i < v->n; i++) {
        const Obj *p = v->atom[i].kind == AT_OBJ ? obj_at(w, &fr->st, v->atom[i].obj) : NULL;
        bool sure = v->n == 1 && !(v->flags & AV_OTHER);
        if (!p || (p->kind != OB_DICT && !v->atom[i].idx)) {
            o = obj_overlay(w, o, av_with(w, &av_unknown, deep_taint(fr, v)));
            continue;
        }
        for (uint32_t k = 0; k < p->n; k++)
            o = obj_set(w, o, p->cell[k].key, av_add_taint(w, p->cell[k].v, v->taint), !sure);
        if (p->rest) {
            Obj *r = new(&w->a, Obj, 1);
            *r = *o;
            Cell *c = new(&w->a, Cell, o->n + 1);
            for (uint32_t k = 0; k < o->n; k++) {
                bool own = obj_cell(p, o->cell[k].key) != NULL;
                c[k] = (Cell){o->cell[k].key,
                              own && sure ? o->cell[k].v : av_join(w, o->cell[k].v, p->rest)};
            }
            r->cell = c;
            r->index = NULL;
            r->rest = o->rest ? av_join(w, o->rest, p->rest) : p->rest;
            r->keys = p->keys ? o->keys ? av_join(w, o->keys, p->keys) : p->keys : o->keys;
            r->exact = false;
            o = r;
        } else if (!p->exact) {
            Obj *r = new(&w->a, Obj, 1);
            *r = *o;
            r->exact = false;
            o = r;
        }
    }
    if (v->flags & (AV_OTHER | AV_TEXT) || (!v->n && v->taint))
        if (!v->n)
            o = obj_overlay(w, o,
                            av_with(w, v->flags & AV_QUIET ? &av_quiet : &av_unknown, v->taint));
    return o;
}

// What dict() is made of: any of the pairs of lists and generators; NULL: it is no such thing.
static const Av *pair_of(Frame *fr, const Av *v, Val at)
{
    for (int i = 0; i < v->n; i++) {
        const Obj *o = v->atom[i].kind == AT_OBJ ? obj_at(fr->w, &fr->st, v->atom[i].obj) : NULL;
        if (!o || (o->kind > OB_SET && o->kind != OB_GEN && o->kind != OB_ITER)) return NULL;
    }
    return v->n && !v->flags ? elements(fr, v, at) : NULL;
}

const Av *native_dict(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    Obj *first_obj = new(&w->a, Obj, 1);
    *first_obj = (Obj){.kind = OB_DICT, .exact = true};
    const Obj *o = first_obj;
    for (Size i = 0; i < args->npos; i++) {
        const Obj *seq = sequence_of(fr, args->pos[i]);
        const Av *rest = seq ? seq->rest : pair_of(fr, args->pos[i], args->call);
        if (!seq && !rest) { o = dict_update(fr, o, args->pos[i]); continue; }
        for (uint32_t k = 0; seq && k < seq->n; k++) {          // pairs
            const Av *key = read_index(fr, seq->cell[k].v, av_int(w, 0), args->call);
            const Av *v = read_index(fr, seq->cell[k].v, av_int(w, 1), args->call);
            Key kk;
            o = key_of(w, key, &kk) ? obj_set(w, o, kk, v, false) : dict_write(w, o, key, v);
        }
        if (!rest) continue;
        const Av *v = read_index(fr, rest, av_int(w, 1), args->call);
        o = dict_write(w, o, read_index(fr, rest, av_int(w, 0), args->call), v);
    }
    for (Size i = 0; i < args->nnamed; i++)
        o = obj_set(w, o, KEY_SYM(args->names[i]), args->named[i], false);
    if (args->dstar) o = obj_spill(w, o, args->dstar);
    Obj made = *o;
    return obj_make(fr, args->call, OB_DICT, &made);
}

// In a chain the first mapping that has the key wins.
const Av *native_chain_map(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    Obj *start = new(&w->a, Obj, 1);
    *start = (Obj){.kind = OB_DICT, .exact = true};
    const Obj *o = start;
    for (Size i = args->npos; i-- > 0;) o = dict_update(fr, o, args->pos[i]);
    Obj made = *o;
    return obj_make(fr, args->call, OB_DICT, &made);
}

const Av *native_defaultdict(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    Obj o = {.kind = OB_DICT, .exact = true};
    Cell *c = new(&w->a, Cell, 1);
    if (args->npos && !av_only_const(args->pos[0])) c[o.n++] = (Cell){KEY_HASH(7), args->pos[0]};
    o.cell = c;
    const Av *r = obj_make(fr, args->call, OB_DICT, &o);
    if (args->npos > 1)
        obj_put(fr, r->atom[0].obj,
                dict_update(fr, obj_at(w, &fr->st, r->atom[0].obj), args->pos[1]));
    return r;
}

const Av *native_enumerate(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    const Av *v = arg_first(args);
    if (!v) return NULL;
    const Obj *o = sequence_of(fr, v);
    Size n = o && o->exact && !o->many && o->n <= 12 ? o->n : 0;
    uint32_t was = fr->salt;
    const Av **item = new(&w->a, const Av *, n + 1);
    for (Size i = 0; i < n; i++) {
        fr->salt = was + (uint32_t)i * 131 + 17;
        item[i] =
            list_of(fr, args->call, OB_TUPLE, (const Av *[]){av_int(w, i), o->cell[i].v}, 2, NULL);
    }
    fr->salt = was;
    if (n) return list_of(fr, args->call, OB_LIST, item, n, NULL);
    const Av *pair =
        list_of(fr, args->call, OB_TUPLE,
                (const Av *[]){av_inst(w, S("int")), elements(fr, v, args->call)}, 2, NULL);
    return list_of(fr, args->call, OB_LIST, NULL, 0, pair);
}

// Tuples of what each argument holds, and of what may stand there as well.
static const Av *tuples_of(Frame *fr, const Args *args, const Av *beside)
{
    World *w = fr->w;
    const Av **item = new(&w->a, const Av *, args->npos + 1);
    for (Size i = 0; i < args->npos; i++) {
        item[i] = elements(fr, args->pos[i], args->call);
        if (beside) item[i] = av_join(w, item[i], beside);
    }
    const Av *one = list_of(fr, args->call, OB_TUPLE, item, args->npos, args->star);
    return list_of(fr, args->call, OB_LIST, NULL, 0, one);
}

const Av *native_zip(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    const Av *known = zipped(fr, args);
    return known ? known : tuples_of(fr, args, NULL);
}

// Beside the shorter ones stands what fills them up.
const Av *native_zip_longest(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    const Av *fill = arg_at(args, -1, fr->w, S("fillvalue"));
    return tuples_of(fr, args, fill ? fill : av_none(fr->w));
}

const Av *native_range(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    return list_of(fr, args->call, OB_ITER, NULL, 0, av_inst(fr->w, S("int")));
}

static const Av *call_each(Frame *fr, const Av *f, const Av *list, const Args *args)
{
    const Av *e = elements(fr, list, args->call);
    const Args one = {.pos = &e, .npos = 1, .call = args->call, .node = args->node};
    State before = fr->st;
    const Av *r = call_value(fr, f, &one);
    if (fr->st.dead) fr->st = before;
    return r;
}

const Av *native_map(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self; (void)name;
    if (args->npos < 2) return NULL;
    const Obj *o = sequence_of(fr, args->pos[1]);
    const Atom *f = av_find(args->pos[0], AT_NAME);
    Str text;
    if (f && str_eq(unit_str(w, f->idx), S("ord")) && av_only_str(args->pos[1], &text)) {
        Size n = text.len < CELLS_MAX ? text.len : CELLS_MAX;
        const Av **item = new(&w->a, const Av *, n + 1);
        for (Size i = 0; i < n; i++) item[i] = av_int(w, (uint8_t)text.s[i]);
        return list_of(fr, args->call, OB_LIST, item, n, NULL);
    }
    if (o && o->exact && o->n <= 8 && args->npos == 2) {
        const Av **item = new(&w->a, const Av *, o->n + 1);
        uint32_t was = fr->salt, n = o->n;
        for (uint32_t i = 0; i < n; i++) {
            const Av *e = o->cell[i].v;
            const Args one = {.pos = &e, .npos = 1, .call = args->call, .node = args->node};
            fr->salt = was * 31 + i + 3;
            item[i] = call_value(fr, args->pos[0], &one);
        }
        fr->salt = was;
        return list_of(fr, args->call, OB_LIST, item, n, NULL);
    }
    if (args->npos > 2) return NULL;
    const Av *e = call_each(fr, args->pos[0], args->pos[1], args);
    return list_of(fr, args->call, OB_ITER, NULL, 0,
                   av_is_bottom(e) ? NULL : av_add_taint(w, e, NULL));
}

const Av *native_filter(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    if (args->npos < 2) return NULL;
    const Av *e = elements(fr, args->pos[1], args->call);
    const Av *f = args->pos[0];
    const Atom *fn = av_find(f, AT_FUNC);
    const Atom *method = f->n == 1 && (f->atom[0].kind == AT_METHOD || f->atom[0].kind == AT_NAME)
                             ? &f->atom[0]
                             : NULL;
    if (fn) e = filtered(fr, f, e, args);
    // filter(str.isdigit, …), filter(ALLOWED.__contains__, …)
    else if (method) {
        const ModelLine *l = models_lines(fr->w->models, method->id);
        for (; l; l = l->next)
            if (l->kind == M_GUARD && !l->negate) e = av_clear(fr->w, e, l->kinds);
    }
    return list_of(fr, args->call, OB_ITER, NULL, 0, av_is_bottom(e) ? NULL : e);
}

const Av *native_next(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    if (!args->npos) return NULL;
    const Av *taken = taken_first(fr, args->pos[0]);
    if (taken) return taken;
    const Av *r = elements(fr, args->pos[0], args->call);
    return args->npos > 1 ? av_join(fr->w, r, args->pos[1]) : r;
}

const Av *native_same(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name;
    if (args->npos == 2) {                                      // iter(queue.get, None): what it gives, again and again
        const Args none = {.call = args->call, .node = args->node};
        return list_of(fr, args->call, OB_LIST, NULL, 0, call_value(fr, args->pos[0], &none));
    }
    const Av *r = args->npos == 1 ? iter_of(fr, args->pos[0], args) : NULL;
    return r ? r : args->npos ? iterator(fr, args->pos[0], args->call) : NULL;
}

const Av *native_identity(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self; (void)name; (void)fr;
    return arg_first(args);
}

const Av *native_minmax(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    (void)self;
    const Av *chosen = args->nnamed ? least_by_test(fr, args, str_eq(name, S("max"))) : NULL;
    if (chosen) return chosen;
    if (args->npos == 1) return elements(fr, args->pos[0], args->call);
    const Av *r = &av_bottom;
    bool bound = false;                                             // min(n, LIMIT) is never large
    for (Size i = 0; i < args->npos; i++) {
        r = av_join(w, r, args->pos[i]);
        bound |= str_eq(name, S("min")) && !deep_taint(fr, args->pos[i]);
    }
    if (bound) r = av_clear(w, r, KIND(SIZE));
    return args->npos ? r : NULL;
}

const Av *native_copy(Frame *fr, const Av *self, const Args *args, Str name)
{
    World *w = fr->w;
    const Av *v = self ? self : arg_first(args);
    uint32_t id;
    (void)name;
    const Obj *o = v ? only_obj(fr, v, &id) : NULL;
    if (!o || o->kind > OB_INST) return v;
    Obj made = *o;
    made.many = false;
    return av_add_taint(w, obj_make(fr, args->call, 0xc0b1, &made), v->taint);
}

const Av *native_chain(Frame *fr, const Av *self, const Args *args, Str name)
{
    (void)self;
    const Av *e = &av_bottom;
    for (Size i = 0; i < args->npos; i++)
        e = av_join(fr->w, e, elements(fr, args->pos[i], args->call));
    if (str_ends(name, S("from_iterable"))) e = elements(fr, e, args->call);
    return list_of(fr, args->call, OB_ITER, NULL, 0, av_is_bottom(e) ? NULL : e);
}
