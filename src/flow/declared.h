// flow/declared: what forms, schemas, models and parsers of command lines declare of the text that passes them.
// SPDX-License-Identifier: MIT
#ifndef FLOW_DECLARED_H
#define FLOW_DECLARED_H
#include "flow/walk.h"

// ---- fields.c
bool declared_text(Frame *scope, NodeId n, Str *out);    // a constant, or a name that is one
// The function's answer to the value, of a method of `cls` its second parameter; nothing comes back where it
// always raises.
const Av *answered(Frame *fr, const Atom *f, const Av *cls, const Av *value);
// ---- declared.c
// What a field made by this call is clean of: IntegerField(), CharField(validators=[…])
Kinds field_clears(Frame *scope, NodeId made);
// form.cleaned_data, Schema().load(x): by name what the class of self declares, t where it says nothing. NULL: it
// declares nothing.
const Av *declared_fields(Frame *fr, const Av *self, const Taint *t);
// @use_kwargs({"n": fields.Int()}), @blueprint.arguments(Query): what the parameter is of what the schema lets through.
// NULL: no decorator says so.
const Av *parsed_param(Frame *fr, Str name, Size nth, const Taint *t);
// Where form.validate() is true, form.f.data is what the field f declares.
void declared_guard(Frame *fr, State *st, Val form);
// jsonschema.validate(data, SCHEMA) has returned: data is a dictionary by what the schema says of each field.
void schema_guard(Frame *fr, State *st, Val data, const Av *schema);
// Model.model_validate(x): an instance of that class, its fields as they are declared. NULL: of no known class.
const Av *declared_instance(Frame *fr, const Av *cls, const Taint *t);
// parser.parse_args(): by name what add_argument() in this file says; pair: with what is left over.
const Av *declared_arguments(Frame *fr, const Taint *t, bool pair);
// @click.option("--n", type=int): is the parameter a number, a choice, a flag by what decorates its function?
bool declared_option(Frame *fr, Str name);
// One of the program's own forms or serializers, where the class of the view `self` says which
// (form_class, what its get_form_class() gives): what a library's method hands the view as one of
// `with`. NULL: nobody knows which.
const Av *declared_by_view(Frame *fr, const Av *self, Str with);
// The class that the view's attribute names, whatever its own method gives. NULL: it has none.
const Av *declared_class(Frame *fr, const Av *self, Str with);
// ---- graphql.c
// Is a resolver's parameter a number, a date, a choice, by the type that its schema gives it?
bool resolved_scalar(Frame *fr, Str how, Str param);
#endif
