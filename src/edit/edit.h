// edit: changes to one source text: build, compose, add and drop imports, apply, diff.
// Keeps every byte it was not asked to change. Never parses meaning, opens a file or decides a fix.
// SPDX-License-Identifier: MIT
#ifndef EDIT_EDIT_H
#define EDIT_EDIT_H
#include "py/py.h"

typedef struct { Span where; Str with; } Edit;                     // replace these bytes by that
typedef struct { Edit *v; Size n, cap; } Edits;
typedef struct { Str module, name, as; } Import;                   // name empty: import module [as]
typedef struct { Import *v; Size n, cap; } Imports;

// One fix's whole change: edits of one file that do not overlap, the imports that they need, and
// what belongs to it in other files: all of it is made, or nothing.
typedef struct FileChange FileChange;
typedef struct {
    Edits edits; Imports add; Imports drop_if_unused;
    struct { FileChange *v; Size n, cap; } others;
    Str needs;                           // a distribution that the project must declare for it
} Change;
// seen: edit_print of the text that its edits are of; they fit no other text. Has no others itself.
struct FileChange { Str path; uint64_t seen; Change change; };
uint64_t edit_print(Str text);
bool edit_is_empty(const Change *c);
// The same replacement twice is one. False: edits of it overlap, and it can't be made.
bool edit_settle(Change *c);

// Apply changes in order. A change that overlaps one already taken, or itself, is left out and
// taken[i] is false.
// Imports are added once, in the file's own style and group (after docstring and __future__); those
// in drop_if_unused go when no name of theirs is left. Line ends of the file are kept.
Str edit_apply(const Tree *t, const Change *changes, Size n, bool *taken, Arena *keep,
               Arena scratch);

// The name under which `module.name` can be written at `at`: an existing import's spelling
// ("sp.run", "run"), else the one that the Import put in `need` will give. False when the name is
// shadowed there.
bool edit_name(const Tree *t, uint32_t at, Str module, Str name, Import *need, Str *text,
               Arena *keep);

// blanks that start at's logical line
Str edit_indent(const Tree *t, uint32_t at, Arena *keep);
// "    ", "\t", "  ": the file's own
Str edit_indent_unit(const Tree *t);
char edit_quote(const Tree *t);                                    // the file's usual quote
// a Python str literal of that text
Str edit_literal(Str text, char quote, Arena *keep);
// a statement's first byte, its decorators' "@" included
uint32_t edit_beg(const Tree *t, NodeId stmt);
// the whole statement around a byte, its line end too
Span edit_statement(const Tree *t, uint32_t at);

// What the two texts differ in, as edits of whole lines of the first, in order.
Edits edit_lines(Str before, Str after, Arena *keep, Arena scratch);

// Unified diff of two texts with `context` lines; empty when equal. Names are printed as a/… and b/… from the
// folder `base` (quoted as git does when they hold control or non-ASCII bytes). `\ No newline at end of file`
// as in POSIX diff.
Str edit_diff(Str path, Str base, Str before, Str after, int context, Arena *keep, Arena scratch);
// The folder that a diff of all these is applied in: the working one where they lie below it, else the repository's
// top, else the nearest around all of them. `git apply` takes no path that leads up, and passes over absolute ones.
Str edit_base(const Str *paths, Size n, Arena *keep);
#endif
