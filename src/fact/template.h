// fact/template: what a template prints of its variables as they are. Reads the syntax of Jinja and Django, and what
// Bottle ({{!x}}) and Tornado ({% raw x %}) say in their own words. Never fails: what it does not understand prints
// nothing.
// SPDX-License-Identifier: MIT
#ifndef FACT_TEMPLATE_H
#define FACT_TEMPLATE_H
#include "base/base.h"

// markup: it goes out unescaped. script: it goes where escaping does not help, as code: a script outside of
// quotation marks, an attribute without them, an event handler.
typedef struct { Str name, as; bool markup, script; } TemplatePrint;     // as: what prints it, "{{ t|safe }}"
typedef struct { TemplatePrint *v; Size n, cap; } TemplatePrints;

enum { TEMPLATE_MOST = 1 << 17, TEMPLATE_PRINTS = 64 };                  // bytes that are read, prints that are told
TemplatePrints template_prints(Str text, bool escapes, Arena *keep);
#endif
