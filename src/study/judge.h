// study/judge: what an engine, or the tests of a task, say of many pieces of code at once.
// A judge that did not run, or skipped a file, has said nothing: that is never "secure".
// SPDX-License-Identifier: MIT
#ifndef STUDY_JUDGE_H
#define STUDY_JUDGE_H
#include "rule/rule.h"
#include "base/os.h"

typedef struct { Str name, text; int cwe; } JudgeCase;   // name: for people, such as its task's id
typedef struct {
    bool judged;                         // false: why says what went wrong
    bool any, scenario;                  // found anything; found the task's CWE or its family
    Str why;
    struct { const Finding **v; Size n, cap; } found;
} JudgeSaid;

// "suture" (the audit profile, as generate works), "suture-default", or an installed analyser.
bool judge_known(Str engine);
// Texts are judged each by itself, all in one run. version: empty when the judge did not run at all.
MUST_USE Err judge_codes(Str engine, const JudgeCase *cases, Size n, Arena *keep, JudgeSaid *said,
                         Str *version);
bool judge_is_python(Str text, Arena scratch);           // some Python takes it, and it is not blank
#endif
