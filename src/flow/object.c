// flow/object: lists, dictionaries, instances and name spaces as cells under constant keys and one
// for the rest.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

// Objects of many cells (a module of thousands of names) share one array: a new name goes behind
// the last one, and older versions end before it. `slot` finds a key's place by its hash.
typedef struct CellIndex CellIndex;
struct CellIndex { uint32_t used, cap, nslot; uint32_t *slot; };    // slot: 1 + place; 0: free
enum { FEW = 16 };

static uint32_t slot_of(const CellIndex *x, Key k)
{
    return (uint32_t)((k * 0x9e3779b97f4a7c15u) >> 32) & (x->nslot - 1);
}

static void index_add(CellIndex *x, Key k, uint32_t at)
{
    uint32_t s = slot_of(x, k);
    while (x->slot[s]) s = (s + 1) & (x->nslot - 1);
    x->slot[s] = at + 1;
}

static void index_cells(World *w, Obj *o, uint32_t cap)
{
    o->index = NULL;
    if (o->n <= FEW) return;
    CellIndex *x = new(&w->a, CellIndex, 1);
    *x = (CellIndex){.used = o->n, .cap = cap, .nslot = 64};
    while (x->nslot < cap * 2) x->nslot *= 2;
    x->slot = new(&w->a, uint32_t, x->nslot);
    for (uint32_t i = 0; i < o->n; i++) index_add(x, o->cell[i].key, i);
    o->index = x;
}

// The place of a key, or o->n.
static uint32_t cell_at(const Obj *o, Key k)
{
    const CellIndex *x = o->index;
    if (!x) {
        uint32_t i = 0;
        while (i < o->n && o->cell[i].key != k) i++;
        return i;
    }
    for (uint32_t s = slot_of(x, k); x->slot[s]; s = (s + 1) & (x->nslot - 1)) {
        uint32_t i = x->slot[s] - 1;
        if (i < o->n && o->cell[i].key == k) return i;
    }
    return o->n;
}

const Av *obj_cell(const Obj *o, Key k)
{
    uint32_t i = cell_at(o, k);
    return i < o->n ? o->cell[i].v : NULL;
}

static Obj *obj_copy(World *w, const Obj *o, Size room)
{
    Obj *r = new(&w->a, Obj, 1);
    *r = *o;
    Cell *c = new(&w->a, Cell, o->n + room);
    if (o->n) memcpy(c, o->cell, o->n * sizeof *c);
    r->cell = c;
    r->index = NULL;
    return r;
}

// o with other parts; cell: as many as o has, NULL: those of o.
const Obj *obj_like(World *w, const Obj *o, uint32_t up, const Av *rest, const Av *keys, Cell *cell)
{
    Obj *r = new(&w->a, Obj, 1);
    *r = *o;
    r->up = up;
    r->rest = rest;
    r->keys = keys;
    if (!cell) return r;
    r->cell = cell;
    index_cells(w, r, r->n);
    return r;
}

static const Obj *obj_append(World *w, const Obj *o, Key k, const Av *v)
{
    CellIndex *x = o->index;
    Obj *r;
    if (x && x->used == o->n && o->n < x->cap) {
        r = new(&w->a, Obj, 1);
        *r = *o;
        index_add(x, k, o->n);
        x->used++;
    } else r = obj_copy(w, o, o->n < FEW ? 1 : o->n + 1);
    ((Cell *)(uintptr_t)r->cell)[r->n++] = (Cell){k, v};
    if (r->index != x || !x) index_cells(w, r, o->n * 2 + 1);
    return r;
}

static const Av *or_join(World *w, const Av *a, const Av *b)
{
    return !a ? b : !b ? a : av_join(w, a, b);
}

const Obj *obj_overlay(World *w, const Obj *o, const Av *v)
{
    for (uint32_t i = 0; i < o->n; i++) o = obj_set(w, o, o->cell[i].key, v, true);
    return obj_spill(w, o, v);
}

const Obj *obj_spill(World *w, const Obj *o, const Av *v)
{
    const Av *rest = or_join(w, o->rest, v);
    bool ended = o->keys && o->kind != OB_DICT;                 // the last item is another now
    if (o->rest && (rest == o->rest || av_equal(rest, o->rest)) && !o->exact && !ended) return o;
    Obj *r = new(&w->a, Obj, 1);
    *r = *o;
    if (ended) r->keys = NULL;
    r->rest = rest;
    r->exact = false;
    return r;
}

// What is written under a key that nobody knows.
const Obj *dict_write(World *w, const Obj *o, const Av *key, const Av *value)
{
    Obj *m = new(&w->a, Obj, 1);
    *m = *obj_spill(w, o, value);
    m->keys = o->keys ? av_join(w, o->keys, key) : key;
    return m;
}

static uint32_t room_for(const Obj *o) { return o->kind >= OB_INST ? INST_CELLS_MAX : CELLS_MAX; }

const Obj *obj_set(World *w, const Obj *o, Key k, const Av *v, bool add)
{
    uint32_t i = cell_at(o, k);
    if (o->hollow && !add && !o->many) {
        Obj *r = obj_copy(w, o, 0);
        r->hollow = false;
        index_cells(w, r, r->n);
        o = r;
    }
    if (i < o->n) {
        const Av *now = add || o->many ? av_join(w, o->cell[i].v, v) : v;
        if (now == o->cell[i].v || av_equal(now, o->cell[i].v)) return o;
        Obj *r = obj_copy(w, o, 0);
        ((Cell *)(uintptr_t)r->cell)[i].v = now;
        index_cells(w, r, r->n);
        return r;
    }
    if (o->kind != OB_MODULE && o->kind != OB_CLASS && o->n >= room_for(o))
        return obj_spill(w, o, v);
    if ((add || o->many) && o->rest) v = av_join(w, v, o->rest);
    return obj_append(w, o, k, v);
}

const Obj *obj_drop(World *w, const Obj *o, Key k)
{
    for (uint32_t i = 0; i < o->n; i++) {
        if (o->cell[i].key != k || o->many) continue;
        Obj *r = obj_copy(w, o, 0);
        Cell *c = (Cell *)(uintptr_t)r->cell;
        memmove(c + i, c + i + 1, (o->n - i - 1) * sizeof *c);
        r->n--;
        r->hollow |= r->partial;
        index_cells(w, r, r->n);
        return r;
    }
    return o;
}

const Av *obj_all(World *w, const Obj *o)
{
    const Av *r = o->rest ? o->rest : &av_bottom;
    for (uint32_t i = 0; i < o->n; i++) r = av_join(w, r, o->cell[i].v);
    return r;
}

bool obj_holds(const Obj *o)
{
    if (o->kind > OB_DICT || o->many || o->hollow) return false;
    return o->n || last_of(o);
}

static bool is_sequence(const Obj *o)
{
    return o->kind == OB_LIST || o->kind == OB_TUPLE || o->kind == OB_SET;
}

static bool or_equal(const Av *a, const Av *b) { return a == b || (a && b && av_equal(a, b)); }

bool obj_equal(const Obj *a, const Obj *b)
{
    if (a == b) return true;
    if (a->kind != b->kind || a->n != b->n || a->exact != b->exact || a->many != b->many ||
        a->partial != b->partial || a->hollow != b->hollow || a->up != b->up)
        return false;
    if (!or_equal(a->rest, b->rest) || !or_equal(a->keys, b->keys)) return false;
    if (a->cell == b->cell) return true;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->cell[i].key != b->cell[i].key || !or_equal(a->cell[i].v, b->cell[i].v)) return false;
    return true;
}

// Sequences of unlike length: what both have stays in place, the rest may lie anywhere beyond.
static const Obj *join_sequences(World *w, const Obj *a, const Obj *b)
{
    uint32_t n = a->n < b->n ? a->n : b->n;
    Obj *r = obj_copy(w, a, 0);
    Cell *c = (Cell *)(uintptr_t)r->cell;
    r->rest = or_join(w, a->rest, b->rest);
    for (uint32_t i = 0; i < n; i++) c[i].v = av_join(w, a->cell[i].v, b->cell[i].v);
    for (uint32_t i = n; i < a->n; i++) r->rest = or_join(w, r->rest, a->cell[i].v);
    for (uint32_t i = n; i < b->n; i++) r->rest = or_join(w, r->rest, b->cell[i].v);
    r->n = n;
    r->exact = a->exact && b->exact && a->n == b->n;
    const Av *x = last_of(a), *y = last_of(b);
    r->keys = r->exact || !x || !y ? NULL : av_join(w, x, y);
    return r;
}

static const Obj *join_keyed(World *w, const Obj *a, const Obj *b)
{
    Obj *r = obj_copy(w, a, b->n);
    Cell *c = (Cell *)(uintptr_t)r->cell;
    r->rest = or_join(w, a->rest, b->rest);
    r->keys = or_join(w, a->keys, b->keys);
    r->exact = a->exact && b->exact;
    for (uint32_t i = 0; i < a->n; i++) {
        const Av *other = i < b->n && b->cell[i].key == a->cell[i].key
                              ? b->cell[i].v
                              : obj_cell(b, a->cell[i].key);
        if (!other) other = b->rest;
        if (other) c[i].v = av_join(w, a->cell[i].v, other);
    }
    for (uint32_t i = 0; i < b->n; i++) {
        if (i < a->n && a->cell[i].key == b->cell[i].key) continue;
        if (obj_cell(a, b->cell[i].key)) continue;
        c[r->n++] = (Cell){b->cell[i].key, or_join(w, b->cell[i].v, a->rest)};
    }
    if (r->kind == OB_DICT && r->exact) {
        r->partial = a->partial || b->partial || r->n > a->n || r->n > b->n;
        r->hollow = a->hollow || b->hollow || !a->n != !b->n;
    }
    index_cells(w, r, r->n);
    return r;
}

const Obj *obj_join(World *w, const Obj *a, const Obj *b)
{
    if (obj_equal(a, b)) return a;
    const Obj *r = is_sequence(a) && is_sequence(b) ? join_sequences(w, a, b) : join_keyed(w, a, b);
    if (a->many != b->many) {
        Obj *m = new(&w->a, Obj, 1);
        *m = *r;
        m->many = true;
        r = m;
    }
    return obj_equal(r, a) ? a : r;
}
