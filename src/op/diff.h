// op/diff: a diff on standard output, for programs as it is, for people at a terminal in colours.
// SPDX-License-Identifier: MIT
#ifndef OP_DIFF_H
#define OP_DIFF_H
#include "op/op.h"
#include "base/os.h"

// base: the folder that its paths begin in (edit_base); said when it is not the working one.
void diff_print(const OpCall *c, Str diff, Str base);
// As a person reads it: control bytes made visible.
Str diff_shown(Str diff, bool color, Arena *keep);
#endif
