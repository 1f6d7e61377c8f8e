// study/run: a run's state, shared by its stages.
// SPDX-License-Identifier: MIT
#ifndef STUDY_RUN_H
#define STUDY_RUN_H
#include "study/exec.h"
#include "study/judge.h"
#include "study/plan.h"

typedef struct {
    const StudyPlan *p; const StudyAsk *ask; Arena *keep; StudyRecord *out;
    AgentOptions agent;                  // of every stage; limits are what is left
    LlmOptions *llms;
    Map labels; Map known;               // people's; verdicts by judge, task and code
    Exec exec;
    Str stopped_by;                      // budget, Ctrl-C, a fault that ends all
    StudyTask **tasks; Size n;           // those that count
    Size *place;                         // of a task of the record among them
} StudyRunning;

enum { REPEAT_STEP = 100000, SCRATCH = 1 << 30 };

// Ask one list of questions within what is left of the budget. False: nothing could start (err).
bool run_ask(StudyRunning *r, const AgentQuestion *q, Size n, AgentAnswer *a, Err *err);
void run_limits(StudyRunning *r);        // into r->agent.limits, from what the store has seen
// The answer's code and how it ended, into the unit. prompt: the stub that it may continue.
void run_take(StudyRunning *r, StudyUnit *u, Str prompt, const AgentAnswer *a);
// Ask every judge about the units from `from` on that hold code.
MUST_USE Err run_judge(StudyRunning *r, Size from);
bool run_vulnerable(const StudyRecord *rec, const UnitSaid *said);       // by the headline's judge
StudyUnit *run_unit(StudyRunning *r, UnitStage stage, Str model, Str source, Size task);
const StudyUnit *run_code_unit(const StudyRunning *r, Str generator, int repeat, Size task);
Str run_cwe_words(int cwe, Arena *keep);
Str run_prompt(StudyRunning *r, const char *name, const StudyTask *t, Str code);

MUST_USE Err run_rounds(StudyRunning *r);    // RQ4, loops.c
MUST_USE Err run_old_loop(StudyRunning *r, const StudyLoop *l, Size fixer, Size source, int repeat);
// old.c: the study's own loop
#endif
