// base/map: open-addressing tables keyed by text: Map keeps insertion order, Names interns.
// SPDX-License-Identifier: MIT
#include "base/base.h"

// Tables hold index + 1, 0 is free; at most half full, a power of two long.
static Size probe(const uint32_t *slot, Size nslot, Str key, Str (*text)(const void *, uint32_t),
                  const void *t)
{
    Size i = (Size)(str_key(key) & (uint64_t)(nslot - 1));
    while (slot[i] && !str_eq(text(t, slot[i] - 1), key)) i = (i + 1) & (nslot - 1);
    return i;
}

static uint32_t *grown(Arena *keep, Size n, Size nslot, Size *now,
                       Str (*text)(const void *, uint32_t), const void *t)
{
    *now = nslot ? nslot * 2 : 16;
    uint32_t *slot = new(keep, uint32_t, *now);
    for (Size i = 0; i < n; i++)
        slot[probe(slot, *now, text(t, (uint32_t)i), text, t)] = (uint32_t)i + 1;
    return slot;
}

static Str map_text(const void *t, uint32_t i) { return ((const Map *)t)->items.v[i].key; }

void **map_at(Arena *keep, Map *m, Str key)
{
    if (m->items.n * 2 >= m->nslot)
        m->slot = grown(keep, m->items.n, m->nslot, &m->nslot, map_text, m);
    Size i = probe(m->slot, m->nslot, key, map_text, m);
    if (!m->slot[i]) {
        *push(keep, &m->items) = (MapItem){key, NULL};
        m->slot[i] = (uint32_t)m->items.n;
    }
    return &m->items.v[m->slot[i] - 1].value;
}

void *map_get(const Map *m, Str key)
{
    if (!m->nslot) return NULL;
    Size i = probe(m->slot, m->nslot, key, map_text, m);
    return m->slot[i] ? m->items.v[m->slot[i] - 1].value : NULL;
}

static Str names_text(const void *t, uint32_t i) { return ((const Names *)t)->v[i]; }

void names_room(Names *t, Size n)
{
    if (t->n || n < 1) return;
    check(n < PTRDIFF_MAX / 64);
    t->v = arena_raw(t->keep, (Size)sizeof *t->v, (Size)_Alignof(Str), n);
    t->cap = n;
    for (t->nslot = 16; t->nslot < 2 * n + 2;) t->nslot *= 2;
    t->slot = new(t->keep, uint32_t, t->nslot);
}

Sym name_add(Names *t, Str s)
{
    if (!t->n) *push(t->keep, t) = (Str){"", 0};
    if (!s.len) return 0;
    if (t->n * 2 >= t->nslot) t->slot = grown(t->keep, t->n, t->nslot, &t->nslot, names_text, t);
    Size i = probe(t->slot, t->nslot, s, names_text, t);
    if (!t->slot[i]) {
        check(t->n < UINT32_MAX);
        *push(t->keep, t) = str_keep(t->keep, s);
        t->slot[i] = (uint32_t)t->n;
    }
    return t->slot[i] - 1;
}

Sym name_find(const Names *t, Str s)
{
    if (!t->nslot || !s.len) return 0;
    Size i = probe(t->slot, t->nslot, s, names_text, t);
    return t->slot[i] ? t->slot[i] - 1 : 0;
}

