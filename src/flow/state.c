// flow/state: states at joins of paths.
// SPDX-License-Identifier: MIT
#include "flow/walk.h"

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
    return (State){trie_merge(&w->a, a.heap, b.heap, false, join_objs, w),
                   trie_merge(&w->a, a.facts, b.facts, true, join_facts, w), false};
}

bool state_same(State a, State b)
{
    return a.heap == b.heap && a.facts == b.facts && a.dead == b.dead;
}
