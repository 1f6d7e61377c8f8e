// agent_int: what the files of agent/ share: prompts, secrets, units of code, one question with its
// record.
// SPDX-License-Identifier: MIT
#ifndef AGENT_AGENT_INT_H
#define AGENT_AGENT_INT_H
#include "agent/agent.h"
#include "fix/outline.h"

// ---- prompts: texts of prompt/*.txt with {{holes}}
typedef struct { Str hole, text; } Filling;
Str prompt_fill(Str name, const Filling *fill, Size n, Arena *keep);
Str prompt_path(Str path, Arena *keep);  // a file's name is data too: one short line of plain
                                         // characters

// What the rules advise against the weaknesses that code for this prompt is likely to have; may be
// empty.
Str predicted_advice(Str prompt, Arena *keep);

// ---- secrets: constant texts that must not leave, and what stands for them
typedef struct { Str secret, sign; } Mask;
typedef struct { Mask *v; Size n, cap; } Masks;
void secrets_find(const Tree *t, const Findings *found, Arena *keep, Masks *out);
// in code that is only shown: a sign that is never put back
void secrets_blot(Masks *m);
Str  secrets_hide(const Masks *m, Str text, Arena *keep, Size *hidden);
// The signs back to secrets. False: a sign is there more often than it was in `sent`, or one was
// invented.
bool secrets_back(const Masks *m, Str sent, Str text, Arena *keep, Str *out);

// ---- a unit: the piece of a file that a model is asked to rewrite
// PART: statements of one block within a function that is too long to be asked for as a whole
typedef enum { UNIT_FUNCTION, UNIT_CLASS, UNIT_BLOCK, UNIT_PART, UNIT_FILE } UnitKind;
typedef struct {
    UnitKind kind;
    Str name, qual;                      // "m", "C.m"; of a block its first words
    Span at;                             // decorators and leading indentation included, to the end
                                         // of the last line
    Str indent;
} Unit;
Unit unit_of(const Tree *t, const Def *d);
const Def *def_around_line(const Tree *t, const Defs *defs, int line);   // NULL: none
Unit unit_around(const Tree *t, const Finding *f, Size most, Arena *keep);
// found in a changed text
bool unit_again(const Tree *t, const Unit *was, Str text_then, Arena *keep, Unit *now);
Str  unit_code(const Tree *t, const Unit *u, Arena *keep);                // dedented
Str  unit_signature(const Tree *t, const Unit *u, Arena *keep);
// The rest of the file, for reading: heads, the whole of what the piece works with, or all of a small
// file. shown: what the reader sees already.
typedef enum { REST_HEADS, REST_TIES, REST_SMALL } Rest;
Str  unit_context(const Tree *t, const Unit *u, Rest rest, Str shown, Arena *keep);

// ---- placing an answer
typedef enum { PLACED, PLACE_NO_CODE, PLACE_NOT_IT, PLACE_SECRET, PLACE_MISFIT } Placing;
Placing place_answer(Str file, const Unit *u, Str answer, Arena *keep, Arena scratch, Str *text,
                     Str *code);
// the piece that parses; empty: none
Str code_of_answer(Str answer, Str wanted, Arena *keep, Arena scratch);
// the same of an answer that holds lines from within a function
Str part_of_answer(Str answer, Arena *keep, Arena scratch);

// ---- asking, with budget, record and cache
typedef struct {
    const AgentOptions *opt; AgentResult *out; Store *store; int64_t run; Arena *keep;
    Llm **models; Size nmodels;          // the fixers, in turn
    Llm *writer;                         // generate's
    int64_t calls, tokens; double cost, until;
    void *lock; Str stopped_by;
    Size done, of;
    int64_t bytes_sent, tokens_told;     // of answered questions: corrects the estimate
} Asker;
typedef struct {
    Llm *model; LlmRequest q; int64_t file;
    Err err; LlmReply reply; bool asked, recalled; int64_t exchange;
} Question;
MUST_USE Err asker_open(Asker *a, const AgentOptions *opt, Str operation, Arena *keep,
                        AgentResult *out);
void asker_close(Asker *a, Str outcome, int exit_code);
void asker_ask(Asker *a, Question *qs, Size n);           // all of them, several at once; results
                                                          // in place
void asker_say(const Asker *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool asker_together(Asker *a);            // what is written until store_done is one transaction
void asker_note(Asker *a, Err err);                       // a store's fault: told once, stops what
                                                          // costs money
void fault_add(AgentResult *r, Str sentence, Arena *keep);
Llm *asker_model(Asker *a, int round);
int64_t asker_tokens(const Asker *a, Str text);           // estimated, corrected by what was told
Str no_code_why(const Question *q, Arena *keep);           // why an answer gives nothing, as a sentence
int64_t asker_doubled(const Question *q);                 // twice the largest answer allowed so far
void kill_point(void);                   // in test builds the TEST_KILL_AT-th of them ends the
                                         // process at once
#endif
