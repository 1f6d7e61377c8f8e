// flow/route: what the routes that name a handler say of its parameters.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ROUTE_H
#define FLOW_ROUTE_H
#include "flow/walk.h"

// The parameter that a route hands over by this name, or as its nth group. optional: routes that do not have it
// hand over nothing. 0: some route lets everything through, or none is known.
typedef struct { Str name; Size nth; bool optional; } Routed;
Kinds routed_clears(Frame *fr, uint32_t cls, Routed p);
// request.match_info, self.kwargs: v, and under the names of which the routes of the function that the outside calls
// say something, that; NULL: none does.
const Av *routed_items(Frame *fr, const Taint *t);
#endif
