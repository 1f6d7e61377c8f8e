// flow/taught: what a call teaches of a part of what it was handed, or of a library's object that
// both know.
// SPDX-License-Identifier: MIT
#ifndef FLOW_TAUGHT_H
#define FLOW_TAUGHT_H
#include "flow/guard.h"

enum { PART_STEPS = 4, PARTS_MOST = 16 };

// form["host"], request.form["host"]: steps as they count for the number of a value (derive.c),
// from a parameter or, param < 0, from a name of a library, whose number is the same in every
// function. learnt: at the returns so far.
typedef struct TaughtPart {
    uint64_t number, step[PART_STEPS];
    uint32_t n;
    int param;
    Fact learnt[LEARNT];
} TaughtPart;

// derive.c: v is a part of *of by this step; false: of nothing.
bool part_step(Frame *fr, Val v, Val *of, uint64_t *step);
uint64_t number_stepped(uint64_t of, uint64_t step);
bool is_library_name(Frame *fr, Val v);              // what has one number in every function

void note_part(Frame *fr, Val v);                    // something is known of it now
void learn_parts(Frame *fr, State *st, int which);
// Those that the callee's returns teach its caller, before the others of the list.
const ParamFact *parts_taught(Frame *fr, const Frame *callee, const Val *from, int which,
                              const ParamFact *list);
void take_part(Frame *fr, State *st, const ParamFact *p);
#endif
