// fix_int: what the gates share: the definitions of a file, what a function does, one gate's
// answer.
// SPDX-License-Identifier: MIT
#ifndef FIX_FIX_INT_H
#define FIX_FIX_INT_H
#include "fix/fix.h"
#include "fix/outline.h"

// A bag of texts with counts, for "what was there and is not any more".
typedef struct { Str text; Size n; } BagItem;
typedef struct { BagItem *v; Size n, cap; } Bag;
void bag_add(Bag *b, Str text, Size n, Arena *keep);
Size bag_count(const Bag *b, Str text);

typedef struct {
    const GateCase *c;
    const Tree *was, *is;
    Defs old, new;
    Arena *keep; Arena scratch;
} Judge;

Gate gate_pass(const char *evidence);
Gate gate_fail(Arena *keep, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Gate gate_unknown(Arena *keep, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
// a finding under repair lies in these bytes of `was`
bool target_within(const Judge *j, uint32_t beg, uint32_t end);
// source of a node, blanks squeezed
Str  plain_text(const Tree *t, NodeId n, Arena *keep);
// last word of a callee: "execute"
Str  dotted_tail(const Tree *t, NodeId callee, Arena *keep);

const Def *counterpart(const Judge *j, const Def *old);   // the same definition in `is`; NULL: none
Gate judge_interface(Judge *j);
Gate judge_whole(Judge *j);
Gate judge_suppression(Judge *j);
Gate judge_imports(Judge *j);
Gate judge_names(Judge *j);               // names.c
// no new power to start programs, send, evaluate or take requests
Gate judge_powers(Judge *j);
#endif
