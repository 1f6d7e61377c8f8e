// flow/follow: how far the walk of one file goes into others, in profiles that do not show everything.
// SPDX-License-Identifier: MIT
#ifndef FLOW_FOLLOW_H
#define FLOW_FOLLOW_H
#include "flow/world.h"

// What is worth a report in a file that was loaded; NULL: everything.
const FlowWorth *worth_in(const World *w, Size mod);
// Its kinds of sinks by nature, where one function has both ends, and where not; NULL: all kinds.
const Kinds *worth_here(const FlowWorth *worth), *worth_apart(const FlowWorth *worth);
bool is_worth(const Kinds *worth, Kinds made, Kinds met);
bool frame_harms(const Frame *fr);                   // may what it read do harm at its own sinks?
bool parameters_matter(const World *w);              // is what anyone may pass ever reported here?
bool taint_is_worth(const World *w, const Taint *t); // would it be, at another function's sink?
bool not_known_yet(World *w);                        // is World.early? Then it was asked
// What a test does with the program is no outsider's doing: of it only test code is followed.
bool is_aside(const World *w, Size mod);
bool follow_body(const World *w, const Mod *m);                 // is it walked for what it registers?
bool follow_names(const World *w, const Mod *m);                // is it walked for names that are not made alone?
bool is_made_roughly(const World *w, const Func *body);         // what is bound there, whatever else it does with it
bool is_by_names(const World *w, Size mod);          // is what its body makes made name by name, when it is asked for?
const Av *copied_name(World *w, Size mod, uint32_t name);         // of a library that the program holds a copy of
// TAINTED: only where it hands over what may do harm.
typedef enum { FOLLOW_ALL, FOLLOW_TAINTED, FOLLOW_NONE } Follow;
Follow follow_call(const Frame *fr, Size mod, uint32_t func, Val at);
#endif
