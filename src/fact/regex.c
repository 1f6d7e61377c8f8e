// fact/regex: the position automaton of a pattern, made from its tree.
// Glushkov's construction (1961): one state a character of the pattern; a pair that may follow each
// other in two ways is what a backtracking matcher tries twice.
// SPDX-License-Identifier: MIT
#include "fact/regex_int.h"

enum { RX_MOST_COUNT = 8 };              // x{3,500} is written out at most so often: the language
                                         // stays alike

// ---- from the tree to positions

typedef struct { Size *v; Size n, cap; } Ints;
typedef struct { bool nullable; Ints first, last; } Frag;
typedef struct { Regex *r; Arena *keep; Size made; Span loop; bool atomic; } Maker;

static int clip(int n) { return n > RX_MOST_COUNT ? RX_MOST_COUNT : n; }
static int copies(const RxNode *n)
{
    int min = clip(n->min), max = n->max < 0 ? min : clip(n->max);
    if (n->max > n->min && max == min) max++;
    if (n->max < 0) return min ? min : 1;
    return max;
}

static Size count(const RxNode *n)
{
    Size a = n->a ? count(n->a) : 0, b = n->b ? count(n->b) : 0;
    if (n->op == RX_CAT || n->op == RX_ALT) return a + b;
    if (n->op == RX_REPEAT) return a > REGEX_MOST_STATES ? a : a * copies(n);
    return n->op != RX_EMPTY;
}

static void follow(Regex *r, const Ints *last, const Ints *first)
{
    for (Size i = 0; i < last->n; i++)
        for (Size j = 0; j < first->n; j++) {
            uint8_t *w = &r->ways[last->v[i] * (r->n + 1) + first->v[j]];
            if (*w < 2) (*w)++;
        }
}

static void add_all(Maker *m, Ints *to, const Ints *from)
{
    for (Size i = 0; i < from->n; i++) *push(m->keep, to) = from->v[i];
}

static Frag make(Maker *m, const RxNode *n);

static Frag sequence(Maker *m, Frag a, Frag b)
{
    follow(m->r, &a.last, &b.first);
    Frag out = {a.nullable && b.nullable, a.first, b.last};
    if (a.nullable)
        out.first = (Ints){0}, add_all(m, &out.first, &a.first), add_all(m, &out.first, &b.first);
    if (b.nullable)
        out.last = (Ints){0}, add_all(m, &out.last, &b.last), add_all(m, &out.last, &a.last);
    return out;
}

// Copies in a row, each only after the one before it: x{0,3} is (x(x(x)?)?)?, not x?x?x?.
static Frag repeated(Maker *m, const RxNode *n)
{
    Frag all = {.nullable = n->min == 0};
    Ints ends = {0};                                       // after which the next copy may come
    Span loop = m->loop;
    int min = clip(n->min), most = copies(n);
    bool may_skip = true;                                  // all copies so far can be empty
    if (n->max < 0 && loop.beg == loop.end) m->loop = n->at;
    for (int i = 0; i < most; i++) {
        Frag one = make(m, n->a);
        if (n->max < 0 && i == most - 1) follow(m->r, &one.last, &one.first);
        follow(m->r, &ends, &one.first);
        if (may_skip) add_all(m, &all.first, &one.first);
        may_skip &= one.nullable;
        if (i >= min - 1 || one.nullable) add_all(m, &all.last, &one.last);
        if (!one.nullable) ends = (Ints){0};
        add_all(m, &ends, &one.last);
    }
    all.nullable |= may_skip;
    m->loop = loop;
    return all;
}

static Frag position(Maker *m, const RxNode *n)
{
    Frag out = {0};
    Size i = ++m->made;
    m->r->pos[i] = (RxPos){n->op, n->set, m->loop, m->atomic};
    *push(m->keep, &out.first) = i;
    *push(m->keep, &out.last) = i;
    return out;
}

static Frag alternatives(Maker *m, const RxNode *n)
{
    Frag a = make(m, n->a), b = make(m, n->b);
    a.nullable |= b.nullable;
    add_all(m, &a.first, &b.first);
    add_all(m, &a.last, &b.last);
    return a;
}

static Frag make(Maker *m, const RxNode *n)
{
    bool atomic = m->atomic;
    Frag out = {.nullable = true};
    m->atomic |= n->atomic;
    switch (n->op) {
    case RX_EMPTY: break;
    case RX_CAT: {
        Frag a = make(m, n->a);
        out = sequence(m, a, make(m, n->b));
        break;
    }
    case RX_ALT: out = alternatives(m, n); break;
    case RX_REPEAT:
        if (copies(n) > 0) out = repeated(m, n);
        break;
    default: out = position(m, n);
    }
    m->atomic = atomic;
    return out;
}

Regex *regex_read(Str pattern, int flags, Arena *keep)
{
    RxTexts never = {0};
    RxNode *tree = rx_parse(pattern, flags, keep, &never);
    Size n = tree ? count(tree) : 0;
    if (!tree || n > REGEX_MOST_STATES) return NULL;
    Regex *r = new(keep, Regex, 1);
    *r = (Regex){.pattern = pattern, .never = never.v, .nnever = never.n};
    r->pos = new(keep, RxPos, n + 1);
    r->ways = new(keep, uint8_t, (n + 1) * (n + 1));
    r->last = new(keep, uint8_t, n + 1);
    r->n = n;
    Maker m = {.r = r, .keep = keep};
    Frag all = make(&m, tree);
    check(m.made <= n);
    Ints start = {0};
    *push(keep, &start) = 0;
    follow(r, &start, &all.first);
    for (Size i = 0; i < all.last.n; i++) r->last[all.last.v[i]] = 1;
    r->last[0] = all.nullable;
    return r;
}
