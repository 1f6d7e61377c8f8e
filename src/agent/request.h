// agent/request: questions about the pieces of one file, and what is remembered of earlier rounds.
// SPDX-License-Identifier: MIT
#ifndef AGENT_REQUEST_H
#define AGENT_REQUEST_H
#include "agent/agent_int.h"

// Of one piece of code across rounds: why its last answer was refused, and every answer seen.
typedef struct { Str name, gates, answer; struct { Str *v; Size n, cap; } seen; } Memory;
typedef struct {                         // FixFile.more
    Masks masks; struct { Memory **v; Size n, cap; } memories;
    int stale; bool done; int64_t row;
} AgentFile;

// A finding whose guard belongs in another function than its own: in which file, on which line, why.
typedef struct { const Finding *finding; FixFile *file; int line; Str why; } Moved;
typedef struct { Moved *v; Size n, cap; } Moves;

typedef struct Request Request;
typedef struct { Request *v; Size n, cap; } Requests;
struct Request {
    FixFile *file; Unit unit; Memory *memory;
    struct { const Finding **v; Size n, cap; } targets;
    Str where;                           // why the guard belongs here and not where it shows
    Str text_then, prompt;               // the file's text and what was asked, secrets hidden
    Question *questions; Size nquestions;
    bool too_large, accepted;
    Size *order, turn;                   // in which its answers are tried; how many were
    const Requests *beside;              // of the same file
};

// One request a piece that holds findings to repair, or feeds them; pieces of more than `most` bytes are marked
// too large.
void requests_make(const FixJob *job, FixFile *f, const Moves *moves, Size most, Arena *keep,
                   Tree **tree, Requests *out);
// What is left out when a prompt is longer than the model takes, in this order.
typedef enum { SHRINK_NOTHING, SHRINK_WAY, SHRINK_CLASS, SHRINK_CONTEXT, SHRINKS } Shrink;
Str  request_prompt(const FixJob *job, const Tree *t, const Request *r, Shrink less, Arena *keep);
// way.c: the other functions that the data comes through, to read only
Str  way_text(const FixJob *job, const Tree *t, const Request *r, Arena *keep);
#endif
