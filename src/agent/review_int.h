// agent/review_int: the pieces of code that a judge is asked about.
// SPDX-License-Identifier: MIT
#ifndef AGENT_REVIEW_INT_H
#define AGENT_REVIEW_INT_H
#include "agent/agent_int.h"
#include "agent/review.h"

typedef struct { Str path; Tree *tree, *masked; Masks masks; int64_t row; } ReviewFile;
typedef struct {
    ReviewFile *file; ReviewPiece *out;
    Str unit, code, context;             // "the function `f`"; numbered lines; the rest, shortened
} JudgePiece;
typedef struct {
    const ReviewOptions *how; const ScanOptions *scan;
    Asker *asker; Reviewed *out; Arena *keep;
    struct { JudgePiece *v; Size n, cap; } pieces;
    Size masked, hidden;                 // secrets in the files; in the texts sent
} Review;

// Cuts the files that were scanned into pieces; what can't be asked about is missing in the result.
void review_pieces(Review *r, const Overlay *over, Size nover);
void review_missing(Review *r, const ReviewPiece *p, Str why);
#endif
