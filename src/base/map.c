// base/map: open-addressing tables keyed by text: Map keeps insertion order, Names interns.
// SPDX-License-Identifier: MIT
#include "base/base.h"

// Of each number of a byte the bits that are set in it: two of four at a time.
#define BITS_2(n) (n), (n) + 1, (n) + 1, (n) + 2
#define BITS_4(n) BITS_2(n), BITS_2((n) + 1), BITS_2((n) + 1), BITS_2((n) + 2)
#define BITS_6(n) BITS_4(n), BITS_4((n) + 1), BITS_4((n) + 1), BITS_4((n) + 2)
const uint8_t bits_of[256] = {BITS_6(0), BITS_6(1), BITS_6(1), BITS_6(2)};

// Tables hold index + 1 (0 is free) and above it half of the key's hash, so that few texts are looked
// at and none when a table grows; at most half full, a power of two long. That half alone says where.
static uint64_t tag_of(uint64_t key) { return key & ~(uint64_t)UINT32_MAX; }
static uint32_t number_in(uint64_t slot) { return (uint32_t)slot; }

static Size probe(const uint64_t *slot, Size nslot, Str s, uint64_t key,
                  Str (*text)(const void *, uint32_t), const void *t)
{
    Size i = (Size)(key >> 32 & (uint64_t)(nslot - 1));
    while (slot[i] &&
           (tag_of(slot[i]) != tag_of(key) || !str_eq(text(t, number_in(slot[i]) - 1), s)))
        i = (i + 1) & (nslot - 1);
    return i;
}

static Size free_slot(const uint64_t *slot, Size nslot, uint64_t key)
{
    Size i = (Size)(key >> 32 & (uint64_t)(nslot - 1));
    while (slot[i]) i = (i + 1) & (nslot - 1);
    return i;
}

static uint64_t *grown(Arena *keep, const uint64_t *old, Size nslot, Size *now)
{
    *now = nslot ? nslot * 2 : 16;
    check(*now <= UINT32_MAX);                             // the tag says where each lies
    uint64_t *slot = new(keep, uint64_t, *now);
    for (Size i = 0; i < nslot; i++)
        if (old[i]) slot[free_slot(slot, *now, old[i])] = old[i];
    return slot;
}

static Str map_text(const void *t, uint32_t i) { return ((const Map *)t)->items.v[i].key; }

void **map_at(Arena *keep, Map *m, Str key)
{
    uint64_t hash = str_key(key);
    if (m->items.n * 2 >= m->nslot) m->slot = grown(keep, m->slot, m->nslot, &m->nslot);
    Size i = probe(m->slot, m->nslot, key, hash, map_text, m);
    if (!m->slot[i]) {
        check(m->items.n < UINT32_MAX);
        *push(keep, &m->items) = (MapItem){key, NULL};
        m->slot[i] = tag_of(hash) | (uint64_t)m->items.n;
    }
    return &m->items.v[number_in(m->slot[i]) - 1].value;
}

void *map_get(const Map *m, Str key)
{
    if (!m->nslot) return NULL;
    Size i = probe(m->slot, m->nslot, key, str_key(key), map_text, m);
    return m->slot[i] ? m->items.v[number_in(m->slot[i]) - 1].value : NULL;
}

static Str names_text(const void *t, uint32_t i) { return ((const Names *)t)->v[i]; }

void names_room(Names *t, Size n)
{
    if (t->n || n < 1) return;
    check(n < PTRDIFF_MAX / 64);
    t->v = arena_raw(t->keep, (Size)sizeof *t->v, (Size)_Alignof(Str), n);
    t->cap = n;
    for (t->nslot = 16; t->nslot < 2 * n + 2;) t->nslot *= 2;
    t->slot = new(t->keep, uint64_t, t->nslot);
}

void names_index(Names *t)
{
    for (t->nslot = 16; t->nslot < t->n * 2;) t->nslot *= 2;
    t->slot = new(t->keep, uint64_t, t->nslot);
    t->tag = arena_raw(t->keep, 4, 4, t->n);
    t->ntag = t->n;
    for (Size i = 0; i < t->n; i++) {
        uint64_t key = str_key(t->v[i]);
        t->tag[i] = (uint32_t)(key >> 32);
        t->slot[free_slot(t->slot, t->nslot, key)] = tag_of(key) | (uint64_t)(i + 1);
    }
}

static void tag_room(Names *t)
{
    t->tag = vec_room(t->keep, t->tag, t->ntag, &t->ntag, (Size)sizeof *t->tag);
}

void names_keep_tags(Names *t) { tag_room(t); }

static Sym add_keyed(Names *t, Str s, uint64_t key)
{
    if (!t->n) *push(t->keep, t) = (Str){"", 0};
    if (!s.len) return 0;
    if (t->n * 2 >= t->nslot) t->slot = grown(t->keep, t->slot, t->nslot, &t->nslot);
    Size i = probe(t->slot, t->nslot, s, key, names_text, t);
    if (!t->slot[i]) {
        check(t->n < UINT32_MAX);
        while (t->tag && t->n >= t->ntag) tag_room(t);
        if (t->tag) t->tag[t->n] = (uint32_t)(key >> 32);
        *push(t->keep, t) = str_keep(t->keep, s);
        t->slot[i] = tag_of(key) | (uint64_t)t->n;
    }
    return number_in(t->slot[i]) - 1;
}

Sym name_add(Names *t, Str s) { return add_keyed(t, s, str_key(s)); }

static uint64_t key_of(const Names *t, Sym s)
{
    return t->tag ? (uint64_t)t->tag[s] << 32 : str_key(t->v[s]);
}

Sym name_take(Names *t, const Names *from, Sym s)
{
    return s ? add_keyed(t, from->v[s], key_of(from, s)) : 0;
}

// A large table lies out of the cache: the slots of all are asked for before the first is looked at.
void name_take_all(Names *t, const Names *from, Sym first, Sym *out)
{
    Sym n = (Sym)from->n;
    for (Sym s = first; s < n && t->nslot && from->tag; s++)
        __builtin_prefetch(&t->slot[from->tag[s] & (uint64_t)(t->nslot - 1)]);
    for (Sym s = first; s < n; s++) out[s - first] = add_keyed(t, from->v[s], key_of(from, s));
}

Sym name_find(const Names *t, Str s)
{
    if (!t->nslot || !s.len) return 0;
    Size i = probe(t->slot, t->nslot, s, str_key(s), names_text, t);
    return t->slot[i] ? number_in(t->slot[i]) - 1 : 0;
}

