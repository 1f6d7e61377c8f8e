// flow/follow: how far the walk of one file goes into others, in profiles that do not show everything.
// SPDX-License-Identifier: MIT
#ifndef FLOW_FOLLOW_H
#define FLOW_FOLLOW_H
#include "flow/world.h"

// What is worth a report in a file that was loaded; NULL: everything. Of those kinds by nature (worth->of or apart, or
// NULL), is data of these natures at sinks of these kinds?
const FlowWorth *worth_in(const World *w, Size mod);
bool is_worth(const Kinds *worth, Kinds made, Kinds met);
const Kinds *worth_apart(const FlowWorth *worth);               // NULL: everything
// May what this frame read do harm at its own sinks?
bool frame_harms(const Frame *fr);
bool parameters_matter(const World *w);                         // is what anyone may pass ever reported here?
bool taint_is_worth(const World *w, const Taint *t);            // would it be reported here, at some other function's sink?
// What a test does with the program is no outsider's doing: of it only test code is followed.
bool is_aside(const World *w, Size mod);
bool follow_body(const World *w, const Mod *m);                 // is it walked for its names?
// TAINTED: only where it hands over what may do harm.
typedef enum { FOLLOW_ALL, FOLLOW_TAINTED, FOLLOW_NONE } Follow;
Follow follow_call(const Frame *fr, Size mod, uint32_t func, Val at);
#endif
