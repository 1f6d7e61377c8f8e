// flow/object: lists, dictionaries, instances and name spaces as cells under constant keys and one
// for the rest.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

const Av *obj_cell(const Obj *o, Key k)
{
    for (uint32_t i = 0; i < o->n; i++)
        if (o->cell[i].key == k) return o->cell[i].v;
    return NULL;
}

static Obj *obj_copy(World *w, const Obj *o, Size room)
{
    Obj *r = new(&w->a, Obj, 1);
    *r = *o;
    Cell *c = new(&w->a, Cell, o->n + room);
    if (o->n) memcpy(c, o->cell, o->n * sizeof *c);
    r->cell = c;
    return r;
}

static const Av *or_join(World *w, const Av *a, const Av *b)
{
    return !a ? b : !b ? a : av_join(w, a, b);
}

const Obj *obj_spill(World *w, const Obj *o, const Av *v)
{
    const Av *rest = or_join(w, o->rest, v);
    if (o->rest && (rest == o->rest || av_equal(rest, o->rest)) && !o->exact) return o;
    Obj *r = new(&w->a, Obj, 1);
    *r = *o;
    r->rest = rest;
    r->exact = false;
    return r;
}

static uint32_t room_for(const Obj *o) { return o->kind >= OB_INST ? INST_CELLS_MAX : CELLS_MAX; }

const Obj *obj_set(World *w, const Obj *o, Key k, const Av *v, bool add)
{
    for (uint32_t i = 0; i < o->n; i++) {
        if (o->cell[i].key != k) continue;
        const Av *now = add || o->many ? av_join(w, o->cell[i].v, v) : v;
        if (now == o->cell[i].v || av_equal(now, o->cell[i].v)) return o;
        Obj *r = obj_copy(w, o, 0);
        ((Cell *)(uintptr_t)r->cell)[i].v = now;
        return r;
    }
    if (o->kind != OB_MODULE && o->kind != OB_CLASS && o->n >= room_for(o))
        return obj_spill(w, o, v);
    Obj *r = obj_copy(w, o, 1);
    if ((add || o->many) && o->rest) v = av_join(w, v, o->rest);
    ((Cell *)(uintptr_t)r->cell)[r->n++] = (Cell){k, v};
    return r;
}

const Obj *obj_drop(World *w, const Obj *o, Key k)
{
    for (uint32_t i = 0; i < o->n; i++) {
        if (o->cell[i].key != k || o->many) continue;
        Obj *r = obj_copy(w, o, 0);
        Cell *c = (Cell *)(uintptr_t)r->cell;
        memmove(c + i, c + i + 1, (o->n - i - 1) * sizeof *c);
        r->n--;
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

static bool is_sequence(const Obj *o)
{
    return o->kind == OB_LIST || o->kind == OB_TUPLE || o->kind == OB_SET;
}

static bool or_equal(const Av *a, const Av *b) { return a == b || (a && b && av_equal(a, b)); }

bool obj_equal(const Obj *a, const Obj *b)
{
    if (a == b) return true;
    if (a->kind != b->kind || a->n != b->n || a->exact != b->exact || a->many != b->many ||
        a->up != b->up)
        return false;
    if (!or_equal(a->rest, b->rest) || !or_equal(a->keys, b->keys)) return false;
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
