// agent/review: a model as judge of code. Beside each verdict of a model stands the engine's own;
// what a model alone says is a finding of low confidence until something else confirms it.
// SPDX-License-Identifier: MIT
#ifndef AGENT_REVIEW_H
#define AGENT_REVIEW_H
#include "agent/agent.h"

// What one answer says: read from the JSON form that was asked for, or from a text.
typedef enum { SAYS_NOTHING, SAYS_SAFE, SAYS_VULNERABLE } Says;
typedef struct { int cwe, line; Str why; } Claim;
typedef struct {
    Says says; bool from_text;
    struct { Claim *v; Size n, cap; } claims;
} JudgeAnswer;
void judge_answer(Str answer, Arena *keep, JudgeAnswer *out);

// Comments and docstrings blanked, byte for byte, so that code can't argue and places stay.
Str code_mask(const Tree *t, Arena *keep);

typedef enum { BY_FUNCTION, BY_FILE } ReviewBy;
typedef struct {
    ReviewBy by;
    int cwe;                             // 0: any weakness
    bool once;                           // no second question about what the model alone claims
} ReviewOptions;

typedef enum { BOTH_SAFE, BOTH_VULNERABLE, MODEL_ONLY, ENGINE_ONLY, NO_VERDICT } Agreement;
typedef struct {
    Str path, function, what;            // function empty: what says which part of the module
    int line, end_line;
    Says says; bool from_text;
    Str why;                             // of SAYS_NOTHING: refused, truncated, …
    Findings claims;                     // the model's, engine = its name; notes say what confirms
    const Finding **engine; Size nengine;
    Agreement agreement;
} ReviewPiece;

typedef struct {
    struct { ReviewPiece *v; Size n, cap; } pieces;
    ScanResult scan;                     // the engine's findings, and the model's after them
    AgentResult result;
    Size questions, second;              // asked about; of these again, about one claim
    Str judge;
} Reviewed;

// opt->fixers are the judges: the first is asked, the second (else the first again) confirms.
MUST_USE Err agent_review(const AgentOptions *opt, const ReviewOptions *how, const ScanOptions *scan,
                          const Str *paths, Size npaths, const Overlay *over, Size nover,
                          Arena *keep, Reviewed *out);
Str review_text(const Reviewed *r, Arena *keep);
Str review_json(const Reviewed *r, Arena *keep);
Str agreement_name(Agreement a);
#endif
