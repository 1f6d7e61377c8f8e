// flow/elsewhere: what other files do to the things that this file reads: a registry that they fill, a member that
// they replace, state that their handlers set, what their hooks leave on a request. Who does is told by names
// (sema/touch); only their bodies are walked, and the functions that write.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ELSEWHERE_H
#define FLOW_ELSEWHERE_H
#include "flow/walk.h"

// The module's member v with what bodies of other files did to it.
const Av *touched_member(World *w, Mod *m, uint32_t name, const Av *v);
void note_carried(World *w, uint32_t field);         // of a request, or of what there is for each: it was read
Size *touching(World *w, Size module, Str name,
               Size *n); // who writes to or calls something of the module's name
Size *using(World *w, Str name,
            Size *n); // modules of the project, but for tests, that use the name
void walk_writers(World *w);                         // functions of others that write what was read
#endif
