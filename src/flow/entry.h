// flow/entry: what the files share that say what a function called from outside is handed.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ENTRY_H
#define FLOW_ENTRY_H
#include "flow/walk.h"

const Taint *outside(Frame *fr, Kinds kinds, NodeId node, const char *what, bool shaped);
// The value of an annotated parameter; `t` is the taint of its text.
// What a class of a library's makes, by its name in an annotation; NULL: it names none, or one that says
// nothing (str).
const Av *library_instance(World *w, const Atom *a);
const Av *typed_param(Frame *fr, const Av *type, const Taint *t, NodeId node);
bool is_django_middleware(const Frame *fr);
const Av *annotation_name(Frame *fr, NodeId node);              // of a name or a.name
// What Depends(…) in its default or annotation has made for a parameter; NULL: it has none.
const Av *injected_param(Frame *fr, const Root *r, const Param *p, const Av *type,
                         const Av *fallback);
// Annotated[T, a, b], as a value: a partial of that role, T and what is noted; NULL: it is none.
const Av *annotated_type(Frame *fr, const Atom *base, const Av *key);
const Partial *partial_of(const Av *v, Str role);               // NULL: there is none in it

void note_called_by(World *w, FuncInfo *info, const Entry *e);
void name_entry(World *w, const Atom *a, Entry e);             // a closure under a name that the outside calls
const Entry *handed_entry(Frame *fr, const Atom *f, Val call); // reply.c

// ---- wrapper.c
// The function that f, a closure or an object, stands for, through those that stand for one another; NULL: none.
const Atom *wrapped_func(World *w, State *st, const Atom *f);
// Tells roots of the same code apart that stand for different functions; 0: the code alone counts.
uint64_t root_instance(World *w, const Root *r);
bool is_bound(World *w, const Tree *t, const Func *f, const Root *r);      // called on an instance
bool decorated_as(const Tree *t, const Func *f, Str name);
Size handed_first(const ModelLine *l);   // parameters that are the framework's own objects
Size params_by_place(const Func *f);
#endif
