// fact/template_int: what the reader of templates is made of: the page around, expressions,
// statements. For the files of fact/ only.
// SPDX-License-Identifier: MIT
#ifndef FACT_TEMPLATE_INT_H
#define FACT_TEMPLATE_INT_H
#include "fact/template.h"

// LONGEST: of a {{ … }} or a tag, so that many that nobody closes cost little.
enum { NAMES = 8, LONGEST = 400 };

// ---- template_page.c
// Where in the page the text is: outside of tags, in one, in the text of an attribute, in a script.
typedef struct {
    enum { IN_TEXT, IN_TAG, IN_SCRIPT } in;
    bool script, foreign;                // the tag is <script, and of a type that no browser runs
    bool event;                          // the attribute is one like onclick
    char quote;                          // of an attribute, or of a text in a script; '/' and '*': a comment
} Page;
Size page_step(Page *p, Str text, Size at);         // over one character; the place after it
// Is what is printed here read as code, although it was escaped?
bool page_is_code(const Page *p, Str text, Size at);

// ---- template_expr.c
bool is_name_char(char c);
Size skip_one(Str s, Size i);            // after a text in quotes, a bracket with all in it, or one character
Str  take_name(Str s, Size *i);
Str  take_path(Str s, Size *i);          // a name with dots
// The next piece of an expression that has its own filters: a ~ b|safe, a if b else c.
Str  next_piece(Str *rest);
Size bar_of(Str piece);                  // where its filters begin; its length when there are none
// What its filters leave of the danger. marked: they say that it is markup already.
typedef struct { bool markup, script, marked; } Danger;
Danger filters_leave(Str filters, bool escapes, TemplateKind kind);
// Does markup surely not come through them, whatever the text was? Unlike filters_leave(), believes
// no filter that it does not know.
bool filters_escape(Str filters, TemplateKind kind);
bool is_literal(Str operand);            // 'a text', 12
// Names whose text the operand has, as paths: t, t.x, t["x"], t.get("x"), (a ~ b); of f(t) nothing
// is known.
int  operand_names(Str s, Str *names, Arena *keep);
// The text in quotes that s begins with, or that is the first of a list; empty: it begins with
// none.
Str  quoted_in(Str s);
// The next argument of a call, "name=value" or "value"; false: there is none.
bool next_argument(Str *rest, Str *name, Str *value);
#endif
