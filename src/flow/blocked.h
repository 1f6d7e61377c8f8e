// flow/blocked: what was seen on the way of a value, for people: tests and sanitizers, and what they
// leave open. Only for src/flow.
// SPDX-License-Identifier: MIT
#ifndef FLOW_BLOCKED_H
#define FLOW_BLOCKED_H
#include "flow/walk.h"

enum { STEPS_SHOWN = 64 };
typedef struct { Mod *m; const Func *f; uint32_t func; Val v; } Spot;      // m NULL: nowhere
Spot spot_of(World *w, Mod *m, NodeId node);
const Av *spot_value(const Mod *m, uint32_t func, Val v);          // join of all walks
Str source_words(const Tree *t, NodeId node);                      // its text, on one line
Str named_place(World *w, const Mod *m, NodeId node, Size home);

// Data from one place (or, site 0, any data) that is dangerous for these kinds.
typedef struct { uint64_t site; Kinds kinds; } Subject;
bool tests_subject(const Mod *m, uint32_t func, Val v, const Subject *s, int depth);
// Which outcomes of the branch at the end of a block lead on to block `to`.
typedef enum { SIDE_NONE, SIDE_YES, SIDE_NO, SIDE_BOTH } Side;
Side side_of(World *w, const Func *f, Block branch, Block to);
Str test_says(World *w, const Mod *m, uint32_t func, Val cond, const Subject *s);

const Blocked *blocked_on(World *w, const Hit *h, const Taint *t, Arena *keep);
#endif
