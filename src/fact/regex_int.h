// fact/regex_int: what the reader of patterns and the automaton share. For the files of fact/ only.
// SPDX-License-Identifier: MIT
#ifndef FACT_REGEX_INT_H
#define FACT_REGEX_INT_H
#include "fact/regex.h"

// A set of symbols: ASCII one by one; beyond it letters, digits, blanks and the rest, as one symbol
// each.
enum { RX_WIDE = 128, RX_WIDE_DIGIT, RX_WIDE_BLANK, RX_WIDE_REST, RX_SYMBOLS };
enum { RX_ALL_WIDE = 15 };
typedef struct { uint64_t lo, hi; uint8_t wide; } RxSet;   // wide: a bit for each symbol from
                                                           // RX_WIDE on

typedef enum {
    RX_EMPTY,
    RX_CHARS,
    RX_CAT,
    RX_ALT,
    RX_REPEAT,
    RX_START,
    RX_END,
    RX_LAST_LINE,
    RX_TRUE,
    RX_LINE_END,
    RX_LINE_START,
    RX_EDGE
} RxOp;
// RX_START: \A and ^; RX_END: \Z; RX_LAST_LINE: $; RX_TRUE: an assertion taken for true;
// RX_LINE_END: $ before any line end, which is one too, but for the time that it takes to fail.
// RX_LINE_START: ^ of every line; RX_EDGE: \b. Both are taken for true but for that time.
typedef struct RxNode RxNode;
struct RxNode {
    RxOp op;
    RxSet set;
    RxNode *a, *b;                       // CAT, ALT: both; REPEAT: a
    int min, max;                        // max -1: no limit
    bool atomic;
    Span at;                             // bytes of the pattern
};

// The position automaton (Glushkov): state i > 0 stands for "just matched position i"; 0 is the
// start.
typedef struct { RxOp op; RxSet set; Span loop; bool atomic; } RxPos;
struct Regex {
    Str pattern;
    Size n;                              // positions 1 … n
    RxPos *pos;
    uint8_t *ways;                       // (n + 1)²: in how many ways j may follow i, at most 2
    uint8_t *last;                       // after which of the states the pattern may end
    Str *never; Size nnever;             // constant texts that a leading (?!.*text) forbids
};

static inline bool rx_has(const RxSet *s, int c)
{
    if (c >= RX_WIDE) return (s->wide >> (c - RX_WIDE) & 1) != 0;
    return ((c < 64 ? s->lo >> c : s->hi >> (c - 64)) & 1) != 0;
}
static inline void rx_add(RxSet *s, int c)
{
    if (c >= RX_WIDE) s->wide = (uint8_t)(s->wide | 1 << (c - RX_WIDE));
    else if (c < 64) s->lo |= (uint64_t)1 << c;
    else s->hi |= (uint64_t)1 << (c - 64);
}
static inline bool rx_meet(const RxSet *a, const RxSet *b)
{
    if ((a->lo & b->lo) || (a->hi & b->hi)) return true;
    // Single characters and ranges beyond ASCII are all RX_WIDE_REST: two of them need not be the
    // same.
    uint8_t both = a->wide & b->wide, rest = 1 << (RX_WIDE_REST - RX_WIDE);
    return (both & ~rest) || ((a->wide == RX_ALL_WIDE || b->wide == RX_ALL_WIDE) && both);
}
static inline uint8_t rx_ways(const Regex *r, Size i, Size j)
{
    return r->ways[i * (r->n + 1) + j];
}

// Parse; NULL when Python's re would refuse the pattern or we don't know the construct.
// `never` collects the texts of leading negative lookaheads.
typedef struct { Str *v; Size n, cap; } RxTexts;
RxNode *rx_parse(Str pattern, int flags, Arena *keep, RxTexts *never);
#endif
