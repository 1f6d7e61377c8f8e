// fact/template: what a template prints of its variables as they are. Reads the syntax of Jinja and
// Django, and what Bottle, Tornado and Mako say in their own words, with the templates that it
// extends, includes and imports. Opens nothing: whoever asks gives the others' texts. Never fails:
// what it does not understand prints nothing, and the text is `unread`.
// SPDX-License-Identifier: MIT
#ifndef FACT_TEMPLATE_H
#define FACT_TEMPLATE_H
#include "base/base.h"

// escapes: what it prints without saying more is escaped.
typedef struct { Str path, text; bool escapes; } TemplateFile;

// What is printed: name is the variable's, and what is taken of it behind dots: "user.name",
// "rows.*" (each of them), "rows.@" (their names). as: what prints it, "{{ t|safe }}". markup: it
// goes out unescaped. script: it goes where escaping does not help, as code: a script outside of
// quotation marks, an attribute without them, an event handler.
typedef struct { Str name, as; bool markup, script; const TemplateFile *in; Size at; } TemplatePrint;
// cut: not all was looked at. unread: something in it may print what nobody knows, as it is.
// escapes: something is printed, and escaped.
typedef struct { TemplatePrint *v; Size n, cap; bool cut, unread, escapes; } TemplatePrints;

typedef enum { TEMPLATE_ANY, TEMPLATE_TORNADO, TEMPLATE_BOTTLE, TEMPLATE_MAKO } TemplateKind;
// load: the template of that name that this one names; NULL: there is none, or nobody can look.
typedef struct {
    TemplateKind kind;
    const TemplateFile *(*load)(void *self, Str name);
    void *self;
} TemplateWorld;

// Bytes that are read of one and of all that it names together, with what is read again; prints
// that are told.
enum { TEMPLATE_MOST = 1 << 20, TEMPLATE_ALL = 1 << 22, TEMPLATE_PRINTS = 256 };
TemplatePrints template_prints(const TemplateFile *file, const TemplateWorld *world, Arena *keep);
#endif
