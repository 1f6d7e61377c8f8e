// flow/part: library calls that take a thing's parts or put parts together.
// SPDX-License-Identifier: MIT
#ifndef FLOW_PART_H
#define FLOW_PART_H
#include "flow/walk.h"

Native native_getter, native_substitute, native_loads, native_product, native_print,
    native_completed;
Native native_groups, native_matches;    // of a pattern's matches
// What a pattern or a match of it remembers; flags may be NULL.
Obj regex_kept(World *w, const Av *pattern, const Av *flags);
// builtin_made.c
Native native_list, native_tuple, native_set, native_sorted, native_reversed, native_dict,
    native_chain_map;
Native native_defaultdict, native_enumerate, native_zip, native_zip_longest, native_range,
    native_map;
Native native_filter, native_next, native_same, native_identity, native_minmax, native_copy,
    native_chain;
void list_natives(Arena *keep, Map *by_name);        // builtin.c: all of them, once for all walks
// The list, tuple, set … that v is, whole; NULL: it is none, or not whole.
const Obj *sequence_of(Frame *fr, const Av *v);
static inline const Av *arg_first(const Args *a) { return a->npos ? a->pos[0] : NULL; }
const Taint *replaced_by(Frame *fr, const Taint *t, const Av *pattern, const Av *by,
                         const Args *args, Kinds *k);
// A method made by singledispatchmethod, of this object; NULL: it is none.
const Av *dispatch_bound(Frame *fr, const Atom *a, const Av *self);
// self.__dict__, vars(self): the object itself, seen as a dictionary of its fields by their names. Only
// atoms of such a view have an idx.
const Av *seen_as_dict(World *w, const Atom *obj, const Taint *t);
// case Point(x, y): the field at that place of an object, by __match_args__ or by its class's fields.
const Av *field_at(Frame *fr, const Av *v, Size place, Val at);
// A call of what native_getter made.
const Av *call_getter(Frame *fr, const Partial *p, const Args *args);
// Its fields by name; NULL: it is no record, or one of more fields than are known.
const Av *record_dict(Frame *fr, const Av *self, const Args *args);
#endif
