// scan/beside: templates that the project's Python names: found beside it, read on demand, never
// outside of the project. What was asked in a run is what its findings rest on beside Python, and
// so what the cache must know.
// SPDX-License-Identifier: MIT
#ifndef SCAN_BESIDE_H
#define SCAN_BESIDE_H
#include "scan/scan_int.h"
#include <pthread.h>

// A question and the answer's print: of the path and bytes that were found, or that none were.
typedef struct { Size from; Str name, folder; FlowTemplate is; Hash print; } BesideAsked;
typedef struct {
    const Sources *sources; Hash seed;
    Arena *keep; pthread_mutex_t lock;
    struct { BesideAsked *v; Size n, cap; } asked;
    Size bytes;                          // of texts that were read
    Map known, files, roots;             // by question its number + 1; by path a FlowTemplate; folders that were given
} Beside;

void beside_open(Beside *b, const Sources *sources, Hash seed, Arena *keep);
// The template that source i means by the name; the answer stands for the whole run.
BesideAsked beside_ask(Beside *b, Size i, Str name, Str folder);
#endif
