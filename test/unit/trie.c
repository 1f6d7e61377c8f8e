// The map of heaps and facts against a plain table: keys that lie together, far apart, and at both ends.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "flow/walk.h"

enum { KEYS = 400, ROUNDS = 300 };
static uint64_t key[KEYS];
static int one, two, joined;                                    // values by address

static uint64_t next(uint64_t *x) { return *x = *x * 6364136223846793005u + 1442695040888963407u, *x >> 33; }

// Keys of one kind: given in turn, a few bits set, module and number, anything.
static void choose_keys(uint64_t *x, int kind)
{
    for (int i = 0; i < KEYS; i++) {
        key[i] = kind == 0 ? (uint64_t)i + 1 : kind == 1 ? (uint64_t)1 << (i & 63) | (uint64_t)(i >> 6) :
                 kind == 2 ? (uint64_t)(i % 7) << 32 | (uint64_t)i : next(x) << 40 ^ next(x) << 20 ^ next(x) ^ (uint64_t)i << 54;
        for (int k = 0; k < i; k++)
            if (key[k] == key[i]) key[i] = ~(uint64_t)i, k = -1;
    }
}

typedef struct { const Trie *t; const void *v[KEYS]; } Both;

static void put(Arena *a, Both *b, uint64_t *x, int n, bool own)
{
    const char *from = a->beg;
    for (int i = 0; i < n; i++) {
        int at = (int)(next(x) % KEYS);
        const void *v = next(x) & 1 ? &one : &two;
        b->t = own ? trie_set_own(a, b->t, key[at], v, from) : trie_set(a, b->t, key[at], v);
        b->v[at] = v;
    }
}

static int place_of(uint64_t k)
{
    for (int i = 0; i < KEYS; i++)
        if (key[i] == k) return i;
    fail();
    return -1;
}

typedef struct { const void *v[KEYS]; int n; } Seen;
static void see(void *self, uint64_t k, const void *v)
{
    Seen *s = self;
    int at = place_of(k);
    assert_null(s->v[at]);                                      // each once
    s->v[at] = v;
    s->n++;
}

static void holds(const Both *b)
{
    Seen seen = {0};
    int n = 0;
    for (int i = 0; i < KEYS; i++) {
        assert_ptr_equal(trie_get(b->t, key[i]), b->v[i]);
        n += b->v[i] != NULL;
    }
    assert_null(trie_get(b->t, 0xfeedbeefcafe0000u));
    trie_each(b->t, see, &seen);
    assert_int_equal(seen.n, n);
    assert_memory_equal(seen.v, b->v, sizeof seen.v);
}

static const void *join(void *self, uint64_t k, const void *a, const void *b)
{
    (void)self, (void)k;
    assert_true(a == &one ? b == &two : a == &two && b == &one);
    return a == &one ? &joined : NULL;                          // the order of the two counts
}

static void joins(Arena *a, const Both *x, const Both *y, bool both)
{
    Both r = {.t = trie_merge(a, x->t, y->t, both, join, NULL)};
    for (int i = 0; i < KEYS; i++) {
        const void *p = x->v[i], *q = y->v[i];
        r.v[i] = p == q ? p : p && q ? (p == &one ? &joined : NULL) : both ? NULL : p ? p : q;
    }
    holds(&r);
}

static void differs(const Both *x, const Both *y)
{
    Seen seen = {0};
    trie_diff(x->t, y->t, see, &seen);
    for (int i = 0; i < KEYS; i++) assert_ptr_equal(seen.v[i], x->v[i] == y->v[i] ? NULL : y->v[i]);
}

static void is_a_table(void **state)
{
    (void)state;
    Pool pool;
    uint64_t x = 42;
    assert_true(pool_open(&pool, (Size)1 << 30));
    for (int round = 0; round < ROUNDS; round++) {
        Arena *a = &pool.arena;
        Both at = {0}, left, right;
        choose_keys(&x, round & 3);
        put(a, &at, &x, (int)(next(&x) % 300), round & 8);
        holds(&at);
        left = right = at;
        put(a, &left, &x, (int)(next(&x) % 40), true);
        put(a, &right, &x, (int)(next(&x) % 40), false);
        holds(&at);                                             // nobody's change is another's
        holds(&left);
        Both none = {0};
        const Both *of[] = {&at, &left, &right, &none};
        for (int i = 0; i < 4; i++)
            for (int k = 0; k < 4; k++) {
                joins(a, of[i], of[k], false);
                joins(a, of[i], of[k], true);
                differs(of[i], of[k]);
            }
        // a join that adds nothing makes nothing, and what was not touched is one node still
        assert_ptr_equal(trie_merge(a, at.t, at.t, false, join, NULL), at.t);
        pool_reset(&pool);
    }
    pool_close(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_a_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
