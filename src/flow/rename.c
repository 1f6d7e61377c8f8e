// flow/rename: two calls of one function compared but for the names of their objects, and what the
// one made and gave said of the other. Objects are paired as they are met; each has one twin, so
// that what was one object for the one call is one for the other.
// SPDX-License-Identifier: MIT
#include "flow/memo.h"

#define FRAME_STEP (31u * 0xbf58476d1ce4e5b9u)    // a callee's id is its caller's times this, and more

Rename rename_open(World *w, const Frame *from, const Frame *to)
{
    w->renaming++;
    return (Rename){.w = w, .from = from, .to = to};
}

bool rename_pair(Rename *r, uint32_t a, uint32_t b)
{
    World *w = r->w;
    if (!a || !b) return a == b;
    Made *x = &w->made[a], *y = &w->made[b];
    if (x->to_at == w->renaming) return x->to == b;
    if (y->from_at == w->renaming) return false;
    x->to = b, x->to_at = w->renaming;
    y->from = a, y->from_at = w->renaming;
    return true;
}

// Where t's source stands; nsources: nowhere.
static int source_at(const Rename *r, const Taint *t)
{
    int i = 0;
    while (i < r->nsources && r->source[i].from->step->site != t->step->site) i++;
    return i;
}

// Is the one from the same source, and as much less than what stands for it, as the other?
static bool is_as_much_less(const Taint *from, const Taint *to, const Taint *then, const Taint *now)
{
    if (!to || !now) return to == now;
    return to->step->site == now->step->site &&
           to->lower - from->lower == now->lower - then->lower &&
           (from->kinds & ~to->kinds) == (then->kinds & ~now->kinds);
}

bool rename_source(Rename *r, const Taint *from, const Taint *to)
{
    int i = source_at(r, from);
    if (i < r->nsources) return is_as_much_less(from, to, r->source[i].from, r->source[i].to);
    if (i == SOURCES_PAIRED) return false;
    r->source[r->nsources].from = from;
    r->source[r->nsources++].to = to;
    return true;
}

// ---- what the one gave, with the other's objects

// What the call itself made is made where the other call would have; anything else is what it was.
uint32_t renamed_id(Rename *r, uint32_t id)
{
    World *w = r->w;
    if (!id) return 0;
    if (w->made[id].to_at == w->renaming) return w->made[id].to;
    uint32_t to = id;
    int deeper = w->made[id].depth - r->from->depth;
    if (id >= r->from->born && w->made[id].place && deeper >= 0 && !base_at(w, id)) {
        uint64_t far = r->to->id - r->from->id, place = w->made[id].place;
        for (int i = 0; i < deeper; i++) far *= FRAME_STEP;
        to = obj_id_in(w, place + far, r->to->depth + deeper, 0);
    }
    if (!rename_pair(r, id, to)) r->clash = true;
    return to;
}

static bool renamed_atom(Rename *r, Atom *a)
{
    uint32_t obj = renamed_id(r, a->obj);
    const void *p = a->p;
    if (p && (a->kind == AT_METHOD || a->kind == AT_BOUND || a->kind == AT_SUPER))
        p = renamed(r, p);
    if (p && a->kind == AT_PARTIAL) {
        const Partial *old = p;
        Partial *now = new(&r->w->a, Partial, 1);
        *now = *old;
        now->fn = renamed(r, old->fn);
        now->pos = new(&r->w->a, const Av *, old->npos + 1);
        now->named = new(&r->w->a, const Av *, old->nnamed + 1);
        bool same = now->fn == old->fn;
        for (Size i = 0; i < old->npos; i++)
            now->pos[i] = renamed(r, old->pos[i]), same &= now->pos[i] == old->pos[i];
        for (Size i = 0; i < old->nnamed; i++)
            now->named[i] = renamed(r, old->named[i]), same &= now->named[i] == old->named[i];
        if (!same) p = now;
    }
    if (obj == a->obj && p == a->p) return false;
    a->obj = obj;
    a->p = p;
    return true;
}

static bool comes_by(const Step *end, const Step *from)
{
    while (end && end != from) end = end->prev;
    return end != NULL;
}

// The way from `from` to `end`, from `to` on.
static const Step *way_from(World *w, const Step *end, const Step *from, const Step *to)
{
    if (end == from) return to;
    Step *s = new(&w->a, Step, 1);
    *s = *end;
    s->prev = way_from(w, end->prev, from, to);
    s->len = s->prev->len + 1;
    s->site = to->site;
    return s;
}

// What is left of t, of whatever now stands where its source stood.
static Taint *taint_from(World *w, const Taint *t, const Taint *from, const Taint *to)
{
    Taint *x = taint_alone(w, t);
    int lower = t->lower + to->lower - from->lower;
    bool follows = comes_by(t->step, from->step) &&
                   to->step->len + t->step->len <= from->step->len + STEPS_MOST;
    x->step = follows ? way_from(w, t->step, from->step, to->step) : to->step;
    x->kinds &= to->kinds | ~from->kinds;
    x->lower = (uint8_t)(lower < 3 ? lower : 3);
    return x;
}

static bool is_as_it_was(const Rename *r, int i)
{
    if (i == r->nsources) return true;
    const Taint *from = r->source[i].from, *to = r->source[i].to;
    return to && to->step->site == from->step->site && to->kinds == from->kinds &&
           to->lower == from->lower;
}

const Taint *renamed_taint(Rename *r, const Taint *t)
{
    const Taint *now = NULL, *x = t;
    while (x && is_as_it_was(r, source_at(r, x))) x = x->next;
    if (!x) return t;
    for (x = t; x; x = x->next) {
        int i = source_at(r, x);
        bool is = is_as_it_was(r, i);
        if (!is && !r->source[i].to) continue;
        Taint *one = is ? taint_alone(r->w, x)
                        : taint_from(r->w, x, r->source[i].from, r->source[i].to);
        now = taint_join(r->w, now, one);
    }
    return now;
}

const Av *renamed(Rename *r, const Av *v)
{
    const Taint *taint = v && v->taint ? renamed_taint(r, v->taint) : NULL;
    Atom *now = NULL;
    if (r->nested == NESTED_MOST) {                             // too deep to be said again
        r->clash = true;
        return v;
    }
    r->nested++;
    for (int i = 0; v && i < v->n; i++) {
        Atom a = v->atom[i];
        if (a.kind == AT_CONST || !renamed_atom(r, &a)) continue;
        if (!now) {
            now = new(&r->w->a, Atom, v->n);
            memcpy(now, v->atom, (size_t)v->n * sizeof *now);
        }
        now[i] = a;
    }
    r->nested--;
    if (!now && (!v || taint == v->taint)) return v;
    Av *x = new(&r->w->a, Av, 1);
    *x = *v;
    if (now) x->atom = now;
    x->taint = taint;
    return x;
}

const Obj *renamed_obj(Rename *r, const Obj *o)
{
    World *w = r->w;
    uint32_t up = renamed_id(r, o->up);
    const Av *rest = renamed(r, o->rest), *keys = renamed(r, o->keys);
    Cell *cell = NULL;
    for (uint32_t i = 0; i < o->n; i++) {
        const Av *v = renamed(r, o->cell[i].v);
        if (v == o->cell[i].v) continue;
        if (!cell) {
            cell = new(&w->a, Cell, o->n);
            memcpy(cell, o->cell, (size_t)o->n * sizeof *cell);
        }
        cell[i].v = v;
    }
    if (up == o->up && rest == o->rest && keys == o->keys && !cell) return o;
    return obj_like(w, o, up, rest, keys, cell);
}
