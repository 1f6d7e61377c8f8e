// agent/several: an answer that speaks of several files: which fence is for which file, and the
// definitions of each put in their place. Writes nothing.
// SPDX-License-Identifier: MIT
#ifndef AGENT_SEVERAL_H
#define AGENT_SEVERAL_H
#include "agent/request.h"

typedef struct { Str path, code, text; } OtherFile;   // code: as answered; text: the file with it
typedef struct {
    Str own;                             // the answer without the fences of other files
    Str named;                           // of it, what the answer itself calls the request's file
    struct { OtherFile *v; Size n, cap; } others;
    Str refused;                         // why nothing of it can be taken; empty: it can
} Several;
// The fences of an answer by their files. Texts are not made yet.
void several_split(const FixJob *job, const Request *r, Str answer, Arena *keep, Arena scratch,
                   Several *out);
// The text of another file with an answer's definitions in place. Empty: they have none; why says it.
Str several_text(Str file, Str code, Arena *keep, Arena scratch, Str *why);

// ---- place.c's tools
void place_lines(Buf *b, const Tree *t, Span at, Str indent);         // lines, indented anew
Span place_span(const Tree *t, const Def *d, bool decorators);        // whole lines of a definition
void place_imports(const Tree *t, Change *out, Arena *keep);          // the imports of a piece
bool place_binds(const Tree *t, NodeId n, Str *name);                 // NAME = …, NAME: T = …
Str  place_line_ends(Str like, Str text, Arena *keep);
#endif
