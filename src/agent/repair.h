// agent/repair: the state of the loop, shared by repair and generate.
// SPDX-License-Identifier: MIT
#ifndef AGENT_REPAIR_H
#define AGENT_REPAIR_H
#include "agent/request.h"
#include <stdlib.h>

// One text that is tried; code: of the first text of an answer, all that it holds.
typedef struct { Request *request; Size index; Str code; } Tried;
typedef struct {
    const AgentOptions *opt; FixJob *job; Asker *asker; AgentResult *out; Arena *keep;
    Requests requests;                   // of the round under way
    Moves moved;                         // where.c: findings that are repaired elsewhere
    struct { FixTry *v; Size n, cap; } tries;    // of the step under way; beside them:
    struct { Tried *v; Size n, cap; } of;
    struct { Str *v; Size n, cap; } taken;       // paths that this step changes or judges
    Str why_not;                         // of a PLACE_MISFIT
    int round;
    Size accepted, hidden;               // in this round
} Loop;
void where_find(Loop *l, int round);     // where.c: fills `moved`
// questions.c: what a round asks, each prompt within what its model takes
void questions_add(Loop *l, FixFile *f, int round);
void questions_ask(Loop *l);             // all at once; then once more what came back without code
FixRow *loop_row(const Loop *l, const Finding *f);   // NULL: nobody asked for it
bool seen_text(const Memory *m, Str code);
void loop_begin(Loop *l);
void loop_file(Loop *l, FixFile *f);     // a file that joins later
void loop_run(Loop *l);
void loop_end(Loop *l);
#endif
