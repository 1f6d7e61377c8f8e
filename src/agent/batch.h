// agent/batch: many single questions to several models at once, with the budget, record and the
// answers of earlier runs that generate and repair have. For the study, whose questions are its own.
// SPDX-License-Identifier: MIT
#ifndef AGENT_BATCH_H
#define AGENT_BATCH_H
#include "agent/agent.h"

typedef struct {
    Size model;                          // which of AgentOptions.fixers
    Str system, prompt;
    LlmSetting setting; bool has_setting;    // one of this question's own (temperature)
    int64_t max_tokens;                  // 0: the model's own
    int sample;                          // equal words with another number are another question
} AgentQuestion;

typedef struct {
    Err err;                             // no answer: a fault of the world, or the budget
    LlmReply reply;
    bool recalled;                       // from an earlier run
    double cost;                         // 0 when no price is known
} AgentAnswer;

// All questions, several under way at once; answers beside them. Estimating, nothing is sent and
// out says how much would be. ERR_CONFIG, ERR_IO: nothing could start.
MUST_USE Err agent_ask(const AgentOptions *opt, Str operation, const AgentQuestion *qs, Size n,
                       Arena *keep, AgentAnswer *answers, AgentResult *out);

typedef struct { Str hole, text; } AgentHole;
Str agent_words(Str name, const AgentHole *holes, Size n, Arena *keep);   // prompt/NAME.txt, filled
// What generate sends for a prompt.
void agent_generate_words(Str asked, bool plain, Arena *keep, Str *system, Str *prompt);
// The Python in an answer to a generating prompt: a stub that it only continues is put before it.
// Empty: none that parses. whole: nor is a block's part taken for the block.
Str agent_code(Str prompt, Str answer, bool whole, Arena *keep, Arena scratch);
// What a person would copy from the answer, whether it parses or not: the first closed fence that
// may be Python, else the text itself.
Str agent_pasted(Str answer, Arena *keep);
#endif
