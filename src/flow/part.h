// flow/part: library calls that take a thing's parts or put parts together.
// SPDX-License-Identifier: MIT
#ifndef FLOW_PART_H
#define FLOW_PART_H
#include "flow/walk.h"

Native native_getter, native_substitute, native_loads, native_product, native_print, native_completed;
// A call of what native_getter made.
const Av *call_getter(Frame *fr, const Partial *p, const Args *args);
// Its fields by name; NULL: it is no record, or one of more fields than are known.
const Av *record_dict(Frame *fr, const Av *self, const Args *args);
#endif
