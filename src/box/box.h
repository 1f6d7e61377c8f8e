// box: run a program that we do not trust, on a private copy of a project mounted at the project's
// own path.
// No network, no writing outside, nothing of HOME, a cleared environment, limits on time, memory,
// processes and output. Says which level it reached; never falls back to a weaker one by itself.
// SPDX-License-Identifier: MIT
#ifndef BOX_BOX_H
#define BOX_BOX_H
#include "base/os.h"

// NONE: the program as it is. REDUCED: Landlock and seccomp: the copy is used at its own path, not
// the project's.
// FULL: namespaces by bubblewrap. What each stops: doc/sandbox.md.
typedef enum { BOX_NONE, BOX_REDUCED, BOX_FULL } BoxLevel;
Str box_name(BoxLevel level);                       // "none", "reduced", "full"

typedef struct {
    const Str *argv; Size argc; Str input;
    Str project;                                    // absolute real path, as the program shall see
                                                    // it
    Str copy;                                       // the folder that stands there (box_copy made
                                                    // it); writable
    const Str *readable; Size nreadable;            // further absolute paths: interpreter, venv,
                                                    // site-packages
    const Str *env; Size nenv;                      // the whole environment, "NAME=value"
    double timeout;                                 // seconds; 0: 60
    Size memory, output, disk;                      // bytes in all; 0: 1 GiB, 1 MiB, 256 MiB
    int processes;                                  // 0: 64
} BoxRun;
// why: which limit ended it; empty: none did
typedef struct { OsDone run; BoxLevel level; Str why; } BoxDone;

// The strongest level whose probe run worked here, and for each stronger one a sentence why not.
BoxLevel box_level(Arena *keep, Str *why_not);
// Run at exactly this level. Err: it could not be started at that level.
MUST_USE Err box_run(BoxLevel level, const BoxRun *run, Arena *keep, BoxDone *done);

// What a program needs to see to run Python here, for BoxRun.readable and env: interpreters, virtual
// environments, what is on PATH; of HOME nothing else.
void box_surroundings(Arena *keep, Strs *readable, Strs *env);

// A private copy of a project (regular files, folders, links that stay inside; no .git, no caches)
// in a new folder of mode 0700 that the sandbox's user owns. At most `most` bytes. box_drop removes
// it whole.
MUST_USE Err box_copy(Str project, Size most, Arena *keep, Str *copy);
void box_drop(Str copy, Arena scratch);
#endif
