// flow/needed: which functions of a package need a walk of their own, told by the words in them: those that could
// report something, in profiles that do not show everything. It is asked of one module at a time, so that no
// other file changes the answer. The others are walked where these call them.
// SPDX-License-Identifier: MIT
#ifndef FLOW_NEEDED_H
#define FLOW_NEEDED_H
#include "flow/flow.h"
#include "model/words.h"

// file: something in it needs a walk, or the outside may call something in it. func: by function, it needs one.
// sinks: by function, where what other functions left for it could get to, by functions that it calls too.
typedef struct { bool file; bool *func; Kinds *sinks; } Needed;

// worth: what is worth a report in this module.
// Does nothing in such a file need a walk, whatever its functions do with its words?
bool needed_nothing(const ModelWords *words, const FlowWorth *worth, const Tree *t, Arena scratch);
const Needed *needed_in(const ModelWords *words, const FlowWorth *worth, const Module *m,
                        Arena *keep, Arena scratch);
// What the models call a function that may be called for its name or its parameters (`entry ?name named`); "": it
// may not.
Str needed_by_name(const Module *m, const Func *f);
Str runtime_calls(const Module *m, const Func *f);             // the same of its parameters alone, wherever it stands
#endif
