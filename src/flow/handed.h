// flow/handed: who decided that a marked call is as it is. Only for src/flow.
// SPDX-License-Identifier: MIT
#ifndef FLOW_HANDED_H
#define FLOW_HANDED_H
#include "flow/walk.h"

// The way from a caller's constant to the call or read that the frame is at, as of outside data of no
// kind; NULL: no caller decides. asked, from: what the line's conditions ask for, and the operand it is
// (0: none).
typedef struct { const Av *asked; Val from; } AskedOf;
const Taint *handed_way(Frame *fr, const AskedOf *of, Size n);
// Does the file that is being walked decide, and not the one that the mark stands in?
bool handed_by_unit(const Frame *fr, const Taint *way);
// A constant that the operand is where nobody says otherwise: name or "md5", a default; NULL: none.
const PyConst *fallback_of(const Frame *fr, Val v);
// report.c: its way is found here.
void add_mark(Frame *fr, MarkSeen mark, const AskedOf *of, Size n);
#endif
