// op/ask: `suture fix --interactive`: each fix is shown and asked about before it is tried.
// SPDX-License-Identifier: MIT
#ifndef OP_ASK_H
#define OP_ASK_H
#include "op/op.h"
#include "fix/fix.h"

// What was answered so far: rules that are taken without a question.
typedef struct {
    const OpCall *call;
    bool color;
    struct { Str *v; Size n, cap; } all;
} AskState;

// For FixOptions.ask; self is an AskState.
FixAnswer ask_fix(void *self, const Finding *what, FixTry *tries, Size n);
#endif
