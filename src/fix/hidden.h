// fix/hidden: which findings that a repair brings to light were there before, hidden by a worse one.
// SPDX-License-Identifier: MIT
#ifndef FIX_HIDDEN_H
#define FIX_HIDDEN_H
#include "fix/fix_int.h"

// A target's expression in the old text, and what stands there in the new one (now 0: nothing).
typedef struct { const Finding *of; Str callee; NodeId node, now; Span was, is; } Hole;

// Filled when first asked; `j` says what is judged.
typedef struct {
    Judge j;
    bool looked, can, by_model;
    const NodeId *up, *up_is;            // of each node, what it is a child of
    Hole *hole; Size n;                  // by place in the old text
} Hidden;

// The target that hid this one: it went, is strictly worse, and this one stands at a place that the
// text had before: in code that the change left alone, around the target's expression, or at its very
// call. Of a model's answer nothing but the targets' expressions may have changed, and these must be
// made of what they were made of. NULL: the change brought it.
const Finding *hidden_by(Hidden *h, const Finding *f);
#endif
