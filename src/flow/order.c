// flow/order: what is known of the order of things: sorted by a test, the first of a generator, pairs of
// two lists, the end of a list whose length nobody knows.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

enum { SORTED_MOST = 10, PAIRS_MOST = 12 };

static const Obj *known_sequence(Frame *fr, const Av *v, uint32_t *id)
{
    const Obj *o = only_obj(fr, v, id);
    return o && (o->kind == OB_LIST || o->kind == OB_TUPLE) && o->exact && !o->many ? o : NULL;
}

// ---- the last item of a list of unknown length is kept in its `keys`

const Av *ends_in(Frame *fr, const Av *list, const Av *last)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, list, &id);
    if (!o || o->exact || o->many || !last || (o->kind != OB_LIST && o->kind != OB_TUPLE))
        return list;
    Obj *r = new(&w->a, Obj, 1);
    *r = *o;
    r->keys = last;
    obj_put(fr, id, r);
    return list;
}

const Av *last_of(const Obj *o)
{
    if (o->many || (o->kind != OB_LIST && o->kind != OB_TUPLE)) return NULL;
    if (o->exact) return o->n ? o->cell[o->n - 1].v : NULL;
    return o->keys;
}

// ---- sorted(items, key=lambda x: x not in KNOWN)[0]

// Of items of which one surely gives `least` as its key: what may come first. NULL: not known.
static const Av *first_by(Frame *fr, const Av *key, const Obj *o, bool least, const Args *args)
{
    World *w = fr->w;
    const Av *r = &av_bottom;
    const Atom *f = av_find(key, AT_FUNC);
    bool sure = false;
    int which = least ? 1 : 2;
    for (uint32_t i = 0; f && i < o->n; i++) {
        Frame *probe = probe_call(fr, f, o->cell[i].v, args->call);
        if (!probe || !probe->returned) return NULL;
        Truth t = av_truth(fr, probe->ret);
        if (t == (least ? TRUTH_NO : TRUTH_YES)) continue;
        const Av *v = o->cell[i].v;
        if (t != TRUTH_MAYBE) sure = true;
        else if (!probe->has_learnt[which]) continue;
        else {
            const Fact *fact = &probe->learnt[which][0];
            v = fact->is ? av_with(w, fact->is, v->taint) : v;
            v = av_clear(w, v, fact->clear);
        }
        r = av_join(w, r, v);
    }
    return sure ? r : NULL;
}

// Where the key is a test, the items that fail it come first.
const Av *sorted_by_test(Frame *fr, const Args *args, const Av *all)
{
    World *w = fr->w;
    uint32_t id;
    const Av *key = arg_at(args, -1, w, S("key")), *reverse = arg_at(args, -1, w, S("reverse"));
    const Obj *o = args->npos ? known_sequence(fr, args->pos[0], &id) : NULL;
    if (!key || !o || o->n > SORTED_MOST || !o->n) return NULL;
    Truth down = reverse ? av_truth(fr, reverse) : TRUTH_NO;
    const Av *v = down == TRUTH_MAYBE ? NULL : first_by(fr, key, o, down == TRUTH_YES, args);
    return v ? list_of(fr, args->call, OB_LIST, &v, 1, all) : NULL;
}

// min(items, key=test), max(items, key=test)
const Av *least_by_test(Frame *fr, const Args *args, bool most)
{
    uint32_t id;
    const Av *key = arg_at(args, -1, fr->w, S("key"));
    const Obj *o = key && args->npos == 1 ? known_sequence(fr, args->pos[0], &id) : NULL;
    return o && o->n && o->n <= SORTED_MOST ? first_by(fr, key, o, most, args) : NULL;
}

// ---- zip

const Av *zipped(Frame *fr, const Args *args)
{
    World *w = fr->w;
    const Obj *o[4];
    uint32_t id, n = PAIRS_MOST + 1, was = fr->salt;
    if (!args->npos || args->npos > countof(o) || args->star) return NULL;
    for (Size i = 0; i < args->npos; i++) {
        o[i] = known_sequence(fr, args->pos[i], &id);
        if (!o[i]) return NULL;
        if (o[i]->n < n) n = o[i]->n;
    }
    if (n > PAIRS_MOST) return NULL;
    const Av **item = new(&w->a, const Av *, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const Av *part[4];
        for (Size k = 0; k < args->npos; k++) part[k] = o[k]->cell[i].v;
        fr->salt = was + i * 131 + 29;
        item[i] = list_of(fr, args->call, OB_TUPLE, part, args->npos, NULL);
    }
    fr->salt = was;
    return list_of(fr, args->call, OB_LIST, item, n, NULL);
}

// ---- next()

// The first that an iterator has left, taken from it; NULL: not known.
const Av *taken_first(Frame *fr, const Av *v)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = only_obj(fr, v, &id);
    if (!o || (o->kind != OB_GEN && o->kind != OB_ITER) || o->many || !o->n) return NULL;
    Obj *r = new(&w->a, Obj, 1);
    Cell *c = new(&w->a, Cell, o->n);
    for (uint32_t i = 1; i < o->n; i++) c[i - 1] = (Cell){KEY_INT(i - 1), o->cell[i].v};
    *r = *o;
    r->cell = c;
    r->n--;
    r->index = NULL;
    obj_put(fr, id, r);
    return av_add_taint(w, o->cell[0].v, v->taint);
}

// iter(list): its items in order, which next() takes one by one
const Av *iter_of(Frame *fr, const Av *v, const Args *args)
{
    World *w = fr->w;
    uint32_t id;
    const Obj *o = known_sequence(fr, v, &id);
    if (!o) return NULL;
    const Av **item = new(&w->a, const Av *, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++) item[i] = o->cell[i].v;
    return av_add_taint(w, list_of(fr, args->call, OB_ITER, item, o->n, NULL), v->taint);
}

// ---- yields, in their order as long as nothing comes between

static bool is_straight(const Frame *fr)
{
    for (Block b = 0; b < fr->block; b++)
        if (fr->f->blocks.v[b].how != END_JUMP || fr->f->blocks.v[b].handler ||
            fr->f->blocks.v[b].yes <= b)
            return false;
    return fr->f->blocks.v[fr->block].loop_depth == 0;
}

static void note_one(Frame *fr, Val at, uint32_t part, const Av *v)
{
    uint32_t i = 0;
    while (i < fr->nfirst && (fr->first[i].at != at || fr->first[i].part != part)) i++;
    if (i == FIRST_YIELDS) { fr->first_over = true; return; }
    if (i == fr->nfirst) fr->nfirst++;
    fr->first[i] = (FirstYield){at, part, v};
}

void note_yield(Frame *fr, Val at, const Av *v, bool each)
{
    uint32_t id;
    if (!is_straight(fr)) { fr->first_over = true; return; }
    for (uint32_t i = 0; i < fr->nfirst; i++)
        if (fr->first[i].at == at) { if (!each) note_one(fr, at, 0, v); return; }
    if (fr->first_over) return;
    if (!each) { note_one(fr, at, 0, v); return; }
    const Obj *o = only_obj(fr, v, &id);
    bool known = o && (o->kind == OB_LIST || o->kind == OB_TUPLE || o->kind == OB_GEN) &&
                 !o->many && !v->taint;
    for (uint32_t i = 0; known && i < o->n && !fr->first_over; i++)
        note_one(fr, at, i, o->cell[i].v);
    fr->first_over |= !known || !o->exact;
}
