// flow/entry: what the files share that say what a function called from outside is handed.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ENTRY_H
#define FLOW_ENTRY_H
#include "flow/walk.h"

const Taint *outside(Frame *fr, Kinds kinds, NodeId node, const char *what, bool shaped);
// The value of an annotated parameter; `t` is the taint of its text.
const Av *typed_param(Frame *fr, const Av *type, const Taint *t, NodeId node);
const Av *annotation_name(Frame *fr, NodeId node);              // of a name or a.name
// What Depends(…) in its default or annotation has made for a parameter; NULL: it has none.
const Av *injected_param(Frame *fr, const Root *r, const Param *p, const Av *type,
                         const Av *fallback);
// Annotated[T, a, b], as a value: a partial of that role, T and what is noted; NULL: it is none.
const Av *annotated_type(Frame *fr, const Atom *base, const Av *key);
const Partial *partial_of(const Av *v, Str role);               // NULL: there is none in it
#endif
