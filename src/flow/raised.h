// flow/raised: what travels in exceptions, by the class that is raised and caught.
// SPDX-License-Identifier: MIT
#ifndef FLOW_RAISED_H
#define FLOW_RAISED_H
#include "flow/walk.h"

void note_raised(Frame *fr, Val v);
// What an exception of these classes may carry; NULL: of any.
const Taint *raised_taint(Frame *fr, const Av *classes);
// An object of the fields that hold nothing from outside, whoever raised one of this class; 0: there are none.
uint32_t raised_fields(Frame *fr, const Av *classes);
#endif
