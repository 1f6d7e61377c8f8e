// study/exec: the judge that runs code: a task's own tests on a text, in the sandbox and nowhere
// else.
// SPDX-License-Identifier: MIT
#ifndef STUDY_EXEC_H
#define STUDY_EXEC_H
#include "box/box.h"
#include "study/plan.h"

typedef enum { EXEC_PASSED, EXEC_FAILED, EXEC_UNKNOWN } ExecEnd;   // unknown: it could not be run
typedef struct { BoxLevel level; Str why_not; Strs readable, env; } Exec;
// ERR_CONFIG: no sandbox works here, so nothing is run.
MUST_USE Err exec_open(Arena *keep, Exec *out);
// One test file on a text that lies at the task's entry. why: a sentence when it did not pass.
ExecEnd exec_test(const Exec *e, const StudyTask *t, bool secure, Str code, Arena *keep, Str *why);
// Invalid when the solution fails a test, or the insecure sample passes test_secure.
void exec_check(const Exec *e, StudyTask *t, Arena *keep);
#endif
