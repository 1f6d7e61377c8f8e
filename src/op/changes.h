// op/changes: which lines a change touches, asked of git, so that a scan of the whole project
// reports on those alone.
// SPDX-License-Identifier: MIT
#ifndef OP_CHANGES_H
#define OP_CHANGES_H
#include "op/judge.h"

typedef struct { int first, last; } ChangedLines;
// absolute path
typedef struct {
    Str path;
    struct {
        ChangedLines *v;
        Size n, cap;
    } lines;
    bool whole;
} ChangedFile;
typedef struct { ChangedFile *v; Size n, cap; Size modules; } Changes;      // submodules at another commit

// Lines changed since `ref` (untracked files are changed as a whole), or staged ones when ref is
// empty. For the staged, `in` gets the index's text of each file whose work tree differs from it.
MUST_USE Err changes_read(const OpCall *c, Str ref, JudgeInput *in, Changes *out);
// Is a file of this name one that is judged: Python, a notebook, Markdown?
bool changes_judged(Str path);
// Whether a changed file is one that is judged.
bool changes_matter(const Changes *changes);
// Keep findings whose place or flow touches a changed line, and what was not analysed of changed
// files.
void changes_keep(const Changes *changes, ScanResult *r, Arena *keep);
#endif
