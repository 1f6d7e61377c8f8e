// flow/condition: the arguments that a model's line speaks of, and whether its condition holds of them
// (line_holds, in walk.h).
// SPDX-License-Identifier: MIT
#ifndef FLOW_CONDITION_H
#define FLOW_CONDITION_H
#include "flow/walk.h"

// The argument at a place or by its keyword; NULL when it is not given. *from: the instruction that made
// it, or 0.
const Av *line_arg(World *w, int arg, Str keyword, const Args *args, const Av *self, Val *from);
#endif
