// flow/annotated: what annotations say of a value that nobody knows: of a parameter, a result, a variable, a field.
// SPDX-License-Identifier: MIT
#ifndef FLOW_ANNOTATED_H
#define FLOW_ANNOTATED_H
#include "flow/walk.h"

// v, and where nothing is known of it also an instance of the class that the annotation names in `scope`'s module.
// Objects are made in fr, for each place `at` of its own.
const Av *annotated_as(Frame *fr, Frame *scope, NodeId annotation, NodeId at, const Av *v);
// The base of an attribute without what is not known of it, where it is told to be of a class that has that method.
const Av *annotated_base(Frame *fr, const Av *base, uint32_t attr);
// What a call of the function gives, by its own annotation.
const Av *annotated_result(Frame *fr, Frame *callee, NodeId at, const Av *v);
// What a field of the object `id`, which is `o`, holds, by what the class or a base of it says.
const Av *annotated_field(Frame *fr, uint32_t id, const Obj *o, uint32_t attr, const Av *v);
#endif
