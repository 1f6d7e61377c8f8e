// flow/callback: arguments that are handed on: by **, by a library that calls later.
// SPDX-License-Identifier: MIT
#ifndef FLOW_CALLBACK_H
#define FLOW_CALLBACK_H
#include "flow/walk.h"

// The names and values that **x brings, added to names and named, where there is room for them.
Size take_named(Frame *fr, const Av *x, Args *out, uint32_t *names, const Av **named);
bool keys_are_own(Frame *fr, const Av *x);
// f.apply_async((x, y), {"a": z}): what its arguments at, at + 1, or args and kwargs hold.
void take_deferred(Frame *fr, const Args *args, int at, Args *in);
// With what a line of M_CALLS says that the function is called; with: its argument `to`.
Args called_with(Frame *fr, const ModelLine *l, const Args *args, const Av *with);
#endif
