// flow/printed: values that a template prints as they are, and what a thing keeps of its making.
// SPDX-License-Identifier: MIT
#ifndef FLOW_PRINTED_H
#define FLOW_PRINTED_H
#include "fact/template.h"
#include "flow/walk.h"

// Of a thing made by a line "as keeps", its first argument, its flags (or the first argument with a
// name), and the object whose method made it; further arguments lie under their names.
#define KEPT_FIRST KEY_HASH(9)
#define KEPT_FLAGS KEY_HASH(10)
#define KEPT_SELF KEY_HASH(11)
// The line is a sink for what the text of `template`, or of the thing made of it, prints of the
// other arguments; "as file": of the text in the file of that name. self: whose method it is, or
// NULL.
void check_printed(Frame *fr, const Args *args, const ModelLine *line, const Av *template,
                   const Av *self, Str callee, bool shy);

// What comes out of a template that escapes only what it says itself: t, without HTML where each value is escaped.
const Taint *escaped_by_text(Frame *fr, const Av *template, const Taint *t, bool mako);
// A call that renders: its sink's line, whose method it is.
typedef struct {
    Frame *fr; const Args *args; const ModelLine *line; const Av *self; Str callee; bool shy;
} Printing;
enum { TEMPLATES_MOST = 1 << 22 };       // bytes of all templates of a unit together
const Obj *made_thing(Frame *fr, const Av *v);                  // the object that a library's call made; NULL: none
void check_prints(const Printing *c, const TemplatePrints *all);
// @template("page.html"): of what the function gives a page is made, by the lines "as returned".
void note_rendered(Frame *fr, uint32_t func, const ModelLine *lines, const Args *args, Str callee);
void check_rendered(Frame *fr, const Av *v, Val value, NodeId node);
void check_files(const Printing *c, const Av *template);        // printed_file.c
#endif
