// fix/outline: the definitions of a file under the names that findings use. Reads a tree; cannot
// fail.
// SPDX-License-Identifier: MIT
#ifndef FIX_OUTLINE_H
#define FIX_OUTLINE_H
#include "py/py.h"

// A definition, with the qualified name that findings use ("C.m", "f.<locals>.g"). node 0: the
// module itself.
// twin: the definition before it of the same name and kind (a property's setter, an overload);
// which: how many of them there are before it.
typedef struct { Str name, qual; NodeId node; bool is_class, nested; Size twin, which; } Def;
typedef struct { Def *v; Size n, cap; Map last[2]; } Defs;     // last: of a name, by is_class
void outline(const Tree *t, Arena *keep, Defs *out);        // in source order; out->v[0] is the
                                                            // module
Def *def_find(const Defs *d, Str qual, bool is_class);
NodeList def_body(const Tree *t, const Def *d);
bool kind_is_function(int kind);
NodeList def_decorators(const Tree *t, const Def *d);
#endif
