// flow/state: a persistent hash map with sixteen children a node, heap objects, and states at joins
// of paths.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

// ---- the map: `kids` tells which places hold a child, `leaves` which hold a pair; slots follow in
// order.
typedef struct { uint64_t key; const void *p; } Slot;
struct Hamt { uint16_t kids, leaves; Slot slot[]; };

static uint64_t mix(uint64_t x)
{
    x ^= x >> 31; x *= 0x9e3779b97f4a7c15u;
    x ^= x >> 29; x *= 0xbf58476d1ce4e5b9u;
    return x ^ x >> 32;
}

// Bits set among sixteen. (__builtin_popcount is a library call where the target has no such
// instruction.)
static int bits(unsigned x)
{
    x -= x >> 1 & 0x5555;
    x = (x & 0x3333) + (x >> 2 & 0x3333);
    x = (x + (x >> 4)) & 0x0f0f;
    return (int)((x + (x >> 8)) & 0x1f);
}

static int slot_at(unsigned used, int bit) { return bits(used & ((1u << bit) - 1)); }
static int nslots(const Hamt *h) { return bits((unsigned)(h->kids | h->leaves)); }

static Hamt *node_new(Arena *keep, int n)
{
    return arena_raw(keep, (Size)sizeof(Hamt) + n * (Size)sizeof(Slot), (Size)_Alignof(Slot), 1);
}

const void *hamt_get(const Hamt *h, uint64_t key)
{
    for (uint64_t m = mix(key); h; m >>= 4) {
        int bit = (int)(m & 15);
        unsigned used = (unsigned)(h->kids | h->leaves);
        if (!(used >> bit & 1)) return NULL;
        const Slot *s = &h->slot[slot_at(used, bit)];
        if (h->leaves >> bit & 1) return s->key == key ? s->p : NULL;
        h = s->p;
    }
    return NULL;
}

static const Hamt *pair(Arena *keep, Slot a, uint64_t ma, Slot b, uint64_t mb)
{
    int x = (int)(ma & 15), y = (int)(mb & 15);
    Hamt *h = node_new(keep, x == y ? 1 : 2);
    h->kids = h->leaves = 0;
    if (x == y) {
        h->kids = (uint16_t)(1u << x);
        h->slot[0] = (Slot){0, pair(keep, a, ma >> 4, b, mb >> 4)};
        return h;
    }
    h->leaves = (uint16_t)(1u << x | 1u << y);
    h->slot[x > y] = a;
    h->slot[x < y] = b;
    return h;
}

// A node at or above `own` is nobody else's yet, and is changed where it is.
static const Hamt *replaced(Arena *keep, const Hamt *h, int i, Slot s, const char *own)
{
    int n = nslots(h);
    if (own && (const char *)h >= own && (const char *)h < keep->beg) {
        ((Hamt *)(uintptr_t)h)->slot[i] = s;
        return h;
    }
    Hamt *r = node_new(keep, n);
    memcpy(r, h, sizeof *h + (size_t)n * sizeof(Slot));
    r->slot[i] = s;
    return r;
}

static const Hamt *inserted(Arena *keep, const Hamt *h, int bit, Slot s)
{
    int n = h ? nslots(h) : 0, i = h ? slot_at((unsigned)(h->kids | h->leaves), bit) : 0;
    Hamt *r = node_new(keep, n + 1);
    r->kids = h ? h->kids : 0;
    r->leaves = (uint16_t)((h ? h->leaves : 0) | 1u << bit);
    for (int k = 0; k < i; k++) r->slot[k] = h->slot[k];
    r->slot[i] = s;
    for (int k = i; k < n; k++) r->slot[k + 1] = h->slot[k];
    return r;
}

static const Hamt *set(Arena *keep, const Hamt *h, Slot s, int depth, const char *own)
{
    uint64_t m = mix(s.key) >> (4 * depth);
    int bit = (int)(m & 15);
    unsigned used = h ? (unsigned)(h->kids | h->leaves) : 0;
    if (!(used >> bit & 1)) return inserted(keep, h, bit, s);
    int i = slot_at(used, bit);
    const Slot *old = &h->slot[i];
    if (h->kids >> bit & 1) {
        const Hamt *kid = set(keep, old->p, s, depth + 1, own);
        return kid == old->p ? h : replaced(keep, h, i, (Slot){0, kid}, own);
    }
    if (old->key == s.key) return old->p == s.p ? h : replaced(keep, h, i, s, own);
    const Hamt *kid = pair(keep, *old, mix(old->key) >> (4 * depth + 4), s, m >> 4);
    Hamt *r = (Hamt *)(uintptr_t)replaced(keep, h, i, (Slot){0, kid}, own);
    r->leaves = (uint16_t)(r->leaves & ~(1u << bit));
    r->kids = (uint16_t)(r->kids | 1u << bit);
    return r;
}

const Hamt *hamt_set(Arena *keep, const Hamt *h, uint64_t key, const void *value)
{
    return set(keep, h, (Slot){key, value}, 0, NULL);
}

const Hamt *hamt_set_own(Arena *keep, const Hamt *h, uint64_t key, const void *value,
                         const char *own)
{
    return set(keep, h, (Slot){key, value}, 0, own);
}

typedef struct { Arena *keep; bool both; HamtJoin *join; void *self; int depth; } Merge;

static const Hamt *merge(Merge *g, const Hamt *a, const Hamt *b, int depth);

static const Hamt *one_leaf(Merge *g, Slot s, int depth)
{
    return inserted(g->keep, NULL, (int)(mix(s.key) >> (4 * depth) & 15), s);
}

// A pair on one side and a node (or another pair) on the other: seen as two small maps.
static Slot merge_slot(Merge *g, const Slot *x, bool xleaf, const Slot *y, bool yleaf, int depth,
                       bool *leaf)
{
    *leaf = false;
    if (xleaf && yleaf && x->key == y->key) {
        *leaf = true;
        return x->p == y->p ? *x : (Slot){x->key, g->join(g->self, x->key, x->p, y->p)};
    }
    const Hamt *a = xleaf ? one_leaf(g, *x, depth + 1) : x->p,
               *b = yleaf ? one_leaf(g, *y, depth + 1) : y->p;
    return (Slot){0, merge(g, a, b, depth + 1)};
}

static const Hamt *merge(Merge *g, const Hamt *a, const Hamt *b, int depth)
{
    if (a == b) return a;
    if (!a || !b) return g->both ? NULL : a ? a : b;
    unsigned ua = (unsigned)(a->kids | a->leaves), ub = (unsigned)(b->kids | b->leaves);
    Slot out[16];
    unsigned kids = 0, leaves = 0;
    int n = 0;
    bool same = ua == ub || !(ub & ~ua);
    const Slot *ax = a->slot, *bx = b->slot;
    for (unsigned left = ua | ub; left; left &= left - 1) {
        int bit = __builtin_ctz(left);
        const Slot *x = ua >> bit & 1 ? ax++ : NULL, *y = ub >> bit & 1 ? bx++ : NULL;
        bool xl = x && a->leaves >> bit & 1, yl = y && b->leaves >> bit & 1, leaf;
        Slot s;
        if (g->both && (!x || !y)) continue;
        if (!x || !y) s = x ? *x : *y, leaf = x ? xl : yl;
        else if (x->p == y->p && x->key == y->key && xl == yl) s = *x, leaf = xl;
        else s = merge_slot(g, x, xl, y, yl, depth, &leaf);
        if (!s.p) { same = false; continue; }
        if (!x || s.p != x->p || leaf != xl) same = false;
        out[n++] = s;
        *(leaf ? &leaves : &kids) |= 1u << bit;
    }
    if (same && (kids | leaves) == ua) return a;
    if (!n) return NULL;
    Hamt *r = node_new(g->keep, n);
    r->kids = (uint16_t)kids;
    r->leaves = (uint16_t)leaves;
    memcpy(r->slot, out, (size_t)n * sizeof *out);
    return r;
}

const Hamt *hamt_merge(Arena *keep, const Hamt *a, const Hamt *b, bool both, HamtJoin *join,
                       void *self)
{
    Merge g = {keep, both, join, self, 0};
    return merge(&g, a, b, 0);
}

void hamt_each(const Hamt *h, void (*see)(void *self, uint64_t key, const void *value), void *self)
{
    if (!h) return;
    int i = 0;
    for (unsigned used = (unsigned)(h->kids | h->leaves); used; used &= used - 1, i++) {
        if (h->leaves >> __builtin_ctz(used) & 1) see(self, h->slot[i].key, h->slot[i].p);
        else hamt_each(h->slot[i].p, see, self);
    }
}

static const void *get_below(const Hamt *h, uint64_t key, int depth)
{
    for (uint64_t m = mix(key) >> (4 * depth); h; m >>= 4) {
        int bit = (int)(m & 15);
        unsigned used = (unsigned)(h->kids | h->leaves);
        if (!(used >> bit & 1)) return NULL;
        const Slot *s = &h->slot[slot_at(used, bit)];
        if (h->leaves >> bit & 1) return s->key == key ? s->p : NULL;
        h = s->p;
    }
    return NULL;
}

typedef void SeePair(void *self, uint64_t key, const void *value);
typedef struct { const Hamt *other; int depth; SeePair *see; void *self; } Unlike;

static void unlike(void *self, uint64_t key, const void *value)
{
    Unlike *u = self;
    if (get_below(u->other, key, u->depth) != value) u->see(u->self, key, value);
}

static void diff(const Hamt *a, const Hamt *b, int depth, SeePair *see, void *self)
{
    if (a == b || !b) return;
    if (!a) { hamt_each(b, see, self); return; }
    unsigned ua = (unsigned)(a->kids | a->leaves);
    int i = 0;
    for (unsigned used = (unsigned)(b->kids | b->leaves); used; used &= used - 1, i++) {
        int bit = __builtin_ctz(used);
        const Slot *y = &b->slot[i], *x = ua >> bit & 1 ? &a->slot[slot_at(ua, bit)] : NULL;
        bool yleaf = b->leaves >> bit & 1, xleaf = x && a->leaves >> bit & 1;
        if (!x && yleaf) see(self, y->key, y->p);
        else if (!x) hamt_each(y->p, see, self);
        else if (!xleaf && !yleaf) diff(x->p, y->p, depth + 1, see, self);
        else if (yleaf) {
            const void *old =
                xleaf ? (x->key == y->key ? x->p : NULL) : get_below(x->p, y->key, depth + 1);
            if (old != y->p) see(self, y->key, y->p);
        } else {
            Unlike u = {a, depth, see, self};
            hamt_each(y->p, unlike, &u);
        }
    }
}

void hamt_diff(const Hamt *a, const Hamt *b,
               void (*see)(void *self, uint64_t key, const void *value), void *self)
{
    diff(a, b, 0, see, self);
}

// ---- states

static const void *join_objs(void *w, uint64_t key, const void *a, const void *b)
{
    (void)key;
    return obj_join(w, a, b);
}

static bool fact_equal(const Fact *a, const Fact *b)
{
    return a->clear == b->clear && a->bits == b->bits &&
           (a->is == b->is || (a->is && b->is && av_equal(a->is, b->is)));
}

static const void *join_facts(void *self, uint64_t key, const void *x, const void *y)
{
    const Fact *a = x, *b = y;
    World *w = self;
    (void)key;
    if (fact_equal(a, b)) return a;
    Fact f = {.clear = a->clear & b->clear, .bits = a->bits & b->bits, .at = a->at, .why = a->why};
    if (a->is && b->is) f.is = av_join(w, a->is, b->is);
    if (!f.clear && !f.bits && !f.is) return NULL;
    Fact *r = new(&w->a, Fact, 1);
    *r = f;
    return r;
}

State state_join(World *w, State a, State b)
{
    if (a.dead) return b;
    if (b.dead) return a;
    return (State){hamt_merge(&w->a, a.heap, b.heap, false, join_objs, w),
                   hamt_merge(&w->a, a.facts, b.facts, true, join_facts, w), false};
}

bool state_same(State a, State b)
{
    return a.heap == b.heap && a.facts == b.facts && a.dead == b.dead;
}
