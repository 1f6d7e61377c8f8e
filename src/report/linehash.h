// report/linehash: GitHub's hash of each line of a text.
// SPDX-License-Identifier: MIT
#ifndef REPORT_LINEHASH_H
#define REPORT_LINEHASH_H
#include "base/base.h"

typedef struct { Str *v; Size n, cap; } LineHashes;   // v[0] is line 1's: "c129715d7a2bc9a3:1"
LineHashes line_hashes(Str text, Arena *keep);
#endif
