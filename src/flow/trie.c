// flow/trie: a persistent map from 64-bit keys: heaps, facts, and what goes by a number.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

// A Patricia trie with sixteen ways a node (Okasaki and Gill, Fast Mergeable Integer Maps, 1998).
// A node holds keys that agree above its nibble, which lies at bit `shift`; `at` is what they agree
// in. `kids` tells which ways hold a node, `leaves` which hold a pair; slots follow in order. Keys that
// were given one after the other lie in one branch, so that what one path alone made is taken over
// whole where paths join.
typedef struct { uint64_t key; const void *p; } Slot;
struct Trie { uint64_t at; uint16_t kids, leaves; uint8_t shift; Slot slot[]; };

static int slot_at(unsigned used, int bit) { return bits_in(used & ((1u << bit) - 1)); }
static unsigned used_of(const Trie *h) { return (unsigned)(h->kids | h->leaves); }
static int nslots(const Trie *h) { return bits_in(used_of(h)); }
static int way(uint64_t key, int shift) { return (int)(key >> shift & 15); }
static uint64_t above(uint64_t key, int shift) { return key >> shift >> 4; }

// Do the keys of b's prefix lie in one way of a, which is nearer the root?
static bool covers(const Trie *a, const Trie *b)
{
    return a->shift > b->shift && above(a->at, a->shift) == above(b->at, a->shift);
}

// The nibble above which two keys agree.
static int split_at(uint64_t a, uint64_t b) { return (63 - __builtin_clzll(a ^ b)) & ~3; }

static Trie *node_new(Arena *keep, uint64_t key, int shift, int n)
{
    Trie *h = arena_raw(keep, (Size)sizeof(Trie) + n * (Size)sizeof(Slot), (Size)_Alignof(Trie), 1);
    h->at = above(key, shift) << shift << 4;
    h->shift = (uint8_t)shift;
    h->kids = h->leaves = 0;
    return h;
}

static Slot kid_slot(const Trie *h) { return (Slot){0, h}; }

static const Trie *one_leaf(Arena *keep, Slot s)
{
    Trie *h = node_new(keep, s.key, 0, 1);
    h->leaves = (uint16_t)(1u << way(s.key, 0));
    h->slot[0] = s;
    return h;
}

const void *trie_get(const Trie *h, uint64_t key)
{
    while (h) {
        int bit = way(key, h->shift);
        unsigned used = used_of(h);
        if (!(used >> bit & 1)) return NULL;
        const Slot *s = &h->slot[slot_at(used, bit)];
        if (h->leaves >> bit & 1) return s->key == key ? s->p : NULL;
        h = s->p;
    }
    return NULL;
}

// A node of two that part at their highest unlike nibble; x and y are keys below them.
static const Trie *pair(Arena *keep, Slot a, uint64_t x, bool aleaf, Slot b, uint64_t y, bool bleaf)
{
    int shift = split_at(x, y), i = way(x, shift), k = way(y, shift);
    Trie *h = node_new(keep, x, shift, 2);
    *(aleaf ? &h->leaves : &h->kids) |= (uint16_t)(1u << i);
    *(bleaf ? &h->leaves : &h->kids) |= (uint16_t)(1u << k);
    h->slot[i > k] = a;
    h->slot[i < k] = b;
    return h;
}

// A node at or above `own` is nobody else's yet, and is changed where it is.
static Trie *replaced(Arena *keep, const Trie *h, int i, Slot s, const char *own)
{
    int n = nslots(h);
    Trie *r = (Trie *)(uintptr_t)h;
    if (!own || (const char *)h < own || (const char *)h >= keep->beg) {
        r = node_new(keep, h->at, h->shift, n);
        memcpy(r, h, sizeof *h + (size_t)n * sizeof(Slot));
    }
    r->slot[i] = s;
    return r;
}

static const Trie *inserted(Arena *keep, const Trie *h, int bit, Slot s, bool leaf)
{
    int n = nslots(h), i = slot_at(used_of(h), bit);
    Trie *r = node_new(keep, h->at, h->shift, n + 1);
    r->kids = (uint16_t)(h->kids | (unsigned)!leaf << bit);
    r->leaves = (uint16_t)(h->leaves | (unsigned)leaf << bit);
    memcpy(r->slot, h->slot, (size_t)i * sizeof(Slot));
    r->slot[i] = s;
    memcpy(r->slot + i + 1, h->slot + i, (size_t)(n - i) * sizeof(Slot));
    return r;
}

static const Trie *set(Arena *keep, const Trie *h, Slot s, const char *own)
{
    if (!h) return one_leaf(keep, s);
    if (above(h->at, h->shift) != above(s.key, h->shift))
        return pair(keep, kid_slot(h), h->at, false, s, s.key, true);
    int bit = way(s.key, h->shift);
    unsigned used = used_of(h);
    if (!(used >> bit & 1)) return inserted(keep, h, bit, s, true);
    int i = slot_at(used, bit);
    const Slot *old = &h->slot[i];
    if (h->kids >> bit & 1) {
        const Trie *kid = set(keep, old->p, s, own);
        return kid == old->p ? h : replaced(keep, h, i, kid_slot(kid), own);
    }
    if (old->key == s.key) return old->p == s.p ? h : replaced(keep, h, i, s, own);
    const Trie *kid = pair(keep, *old, old->key, true, s, s.key, true);
    Trie *r = replaced(keep, h, i, kid_slot(kid), own);
    r->leaves = (uint16_t)(r->leaves & ~(1u << bit));
    r->kids = (uint16_t)(r->kids | 1u << bit);
    return r;
}

const Trie *trie_set(Arena *keep, const Trie *h, uint64_t key, const void *value)
{
    return set(keep, h, (Slot){key, value}, NULL);
}

const Trie *trie_set_own(Arena *keep, const Trie *h, uint64_t key, const void *value,
                         const char *own)
{
    return set(keep, h, (Slot){key, value}, own);
}

typedef struct { Arena *keep; bool both; TrieJoin *join; void *self; } Merge;

static const Trie *merge(Merge *g, const Trie *a, const Trie *b);

// A pair on one side and a node (or another pair) on the other: seen as two small maps.
static Slot merge_slot(Merge *g, const Slot *x, bool xleaf, const Slot *y, bool yleaf, bool *leaf)
{
    *leaf = false;
    if (xleaf && yleaf && x->key == y->key) {
        *leaf = true;
        return x->p == y->p ? *x : (Slot){x->key, g->join(g->self, x->key, x->p, y->p)};
    }
    const Trie *a = xleaf ? one_leaf(g->keep, *x) : x->p, *b = yleaf ? one_leaf(g->keep, *y) : y->p;
    return kid_slot(merge(g, a, b));
}

// Two nodes of one place.
static const Trie *merge_ways(Merge *g, const Trie *a, const Trie *b)
{
    unsigned ua = used_of(a), ub = used_of(b), kids = 0, leaves = 0;
    Slot out[16];
    int n = 0;
    bool same = !(ub & ~ua);
    const Slot *ax = a->slot, *bx = b->slot;
    for (unsigned left = ua | ub; left; left &= left - 1) {
        int bit = __builtin_ctz(left);
        const Slot *x = ua >> bit & 1 ? ax++ : NULL, *y = ub >> bit & 1 ? bx++ : NULL;
        bool xl = x && a->leaves >> bit & 1, yl = y && b->leaves >> bit & 1, leaf;
        Slot s;
        if (g->both && (!x || !y)) continue;
        if (!x || !y) s = x ? *x : *y, leaf = x ? xl : yl;
        else if (x->p == y->p && x->key == y->key && xl == yl) s = *x, leaf = xl;
        else s = merge_slot(g, x, xl, y, yl, &leaf);
        if (!s.p) { same = false; continue; }
        if (!x || s.p != x->p || leaf != xl) same = false;
        out[n++] = s;
        *(leaf ? &leaves : &kids) |= 1u << bit;
    }
    if (same && (kids | leaves) == ua) return a;
    if (!n) return NULL;
    if (n == 1 && kids) return out[0].p;
    Trie *r = node_new(g->keep, a->at, a->shift, n);
    r->kids = (uint16_t)kids;
    r->leaves = (uint16_t)leaves;
    memcpy(r->slot, out, (size_t)n * sizeof *out);
    return r;
}

// All of `low` belongs into one way of `high`. first: `high` is the first of the two to be joined.
static const Trie *merge_below(Merge *g, const Trie *high, const Trie *low, bool first)
{
    int bit = way(low->at, high->shift), i = slot_at(used_of(high), bit);
    bool there = used_of(high) >> bit & 1, leaf = high->leaves >> bit & 1;
    if (!there) return g->both ? NULL : inserted(g->keep, high, bit, kid_slot(low), false);
    const Trie *old = leaf ? one_leaf(g->keep, high->slot[i]) : high->slot[i].p;
    const Trie *now = first ? merge(g, old, low) : merge(g, low, old);
    if (g->both) return now;
    if (now == old) return high;
    Trie *r = replaced(g->keep, high, i, kid_slot(now), NULL);
    r->leaves = (uint16_t)(r->leaves & ~(1u << bit));
    r->kids = (uint16_t)(r->kids | 1u << bit);
    return r;
}

static const Trie *merge(Merge *g, const Trie *a, const Trie *b)
{
    if (a == b) return a;
    if (!a || !b) return g->both ? NULL : a ? a : b;
    if (a->at == b->at && a->shift == b->shift) return merge_ways(g, a, b);
    if (covers(a, b)) return merge_below(g, a, b, true);
    if (covers(b, a)) return merge_below(g, b, a, false);
    return g->both ? NULL : pair(g->keep, kid_slot(a), a->at, false, kid_slot(b), b->at, false);
}

const Trie *trie_merge(Arena *keep, const Trie *a, const Trie *b, bool both, TrieJoin *join,
                       void *self)
{
    Merge g = {keep, both, join, self};
    return merge(&g, a, b);
}

typedef void SeePair(void *self, uint64_t key, const void *value);

void trie_each(const Trie *h, SeePair *see, void *self)
{
    if (!h) return;
    int i = 0;
    for (unsigned used = used_of(h); used; used &= used - 1, i++) {
        if (h->leaves >> __builtin_ctz(used) & 1) see(self, h->slot[i].key, h->slot[i].p);
        else trie_each(h->slot[i].p, see, self);
    }
}

static const Trie *kid_at(const Trie *h, int bit)
{
    return h->kids >> bit & 1 ? h->slot[slot_at(used_of(h), bit)].p : NULL;
}

typedef struct { const Trie *other; SeePair *see; void *self; } Unlike;

static void unlike(void *self, uint64_t key, const void *value)
{
    const Unlike *u = self;
    if (trie_get(u->other, key) != value) u->see(u->self, key, value);
}

void trie_diff(const Trie *a, const Trie *b, SeePair *see, void *self)
{
    if (a == b || !b) return;
    bool inside = a && a->at == b->at && a->shift == b->shift;
    if (a && covers(a, b)) {
        const Trie *below = kid_at(a, way(b->at, a->shift));
        if (below) { trie_diff(below, b, see, self); return; }
    } else if (!a || !(inside || covers(b, a))) { trie_each(b, see, self); return; }
    int i = 0;
    Unlike u = {a, see, self};
    for (unsigned used = used_of(b); used; used &= used - 1, i++) {
        int bit = __builtin_ctz(used);
        const Slot *s = &b->slot[i];
        const Trie *there = inside ? kid_at(a, bit)
                            : covers(b, a) && way(a->at, b->shift) == bit ? a : NULL;
        if (b->leaves >> bit & 1) unlike(&u, s->key, s->p);
        else if (there) trie_diff(there, s->p, see, self);
        else trie_each(s->p, unlike, &u);
    }
}
