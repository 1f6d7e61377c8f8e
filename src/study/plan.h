// study/plan: what a fresh study is to ask: the plan's file (TOML), its data set, and the record of
// what came of it, from which all tables are made.
// SPDX-License-Identifier: MIT
#ifndef STUDY_PLAN_H
#define STUDY_PLAN_H
#include "agent/batch.h"
#include "study/study.h"

// ---- tasks

typedef struct {
    Str id, prompt, author;              // author: the middle of "CWE-020_author_1.py", of a cluster
    int cwe;
    // A task with tests: where it lies, the file that the code goes to, seconds for each test.
    Str folder, entry; double seconds;
    Str works, secure, solution, insecure;
    Str invalid;                         // why it does not count; empty: it does
} StudyTask;
typedef struct { StudyTask *v; Size n, cap; Strs notes; } StudyTasks;
// SecurityEval's or LLMSecEval's file (.jsonl, .json, .csv), a folder of prompts, or of tasks.
MUST_USE Err study_tasks(Str path, Arena *keep, StudyTasks *out);
bool study_has_tests(const StudyTask *t);
Str study_cwe_name(int cwe);             // empty: not among those that we describe
Str study_cwe_meaning(int cwe);

// ---- the plan

typedef enum {                           // faults of the shipped tool, each a switch
    FAULT_NO_TEMPERATURE = 1, FAULT_CWE_BY_LIKENESS = 2, FAULT_ONE_PER_CWE = 4,
    FAULT_FENCE_NOT_STRIPPED = 8, FAULT_UNPARSABLE_IS_CLEAN = 16, FAULT_1024_TOKENS = 32,
    FAULT_FIXERS_NAME = 64, FAULT_ALL = 127
} StudyFault;
bool study_fault_named(Str word, unsigned *bit);
// ours: suture's own loop. Else the study's, with these faults.
typedef struct { Str name; bool ours; unsigned faults; } StudyLoop;
typedef struct { Str name; LlmOptions llm; } StudyModel;
typedef struct { Size *v; Size n, cap; } Sizes;

typedef struct {
    Str file, text, name, data, folder;  // folder: where results go
    struct { StudyModel *v; Size n, cap; } models;
    Sizes generators, detectors, fixers;
    Strs engines, judges, arms;          // the first judge is the headline's
    struct { StudyLoop *v; Size n, cap; } loops;
    bool ask[5];                         // ask[1]: RQ1 …
    int rounds, repeats, jobs; int64_t limit;
    uint64_t seed;
    double margin, step;                 // margin in points, for equivalence; 0: none
    bool review, any_finding, in_loop_judge, resend, show_comments;
    AgentLimits limits;                  // over all runs of the plan
} StudyPlan;

typedef struct {
    // A model by the name that the plan uses: PROVIDER:NAME, or [llm.NAME] of the user's settings.
    LlmOptions (*model)(void *self, Str name); void *self;
    Str out, preset;                     // preset: "paper", "tool" in the place of the plan's loops
    bool in_loop_judge, estimate, fresh;
    Str version;
    void (*say)(void *self, Str line);
} StudyAsk;
// ERR_CONFIG with the file and what is wrong in it. A judge of the loop as the headline is refused.
MUST_USE Err study_plan(Str file, const StudyAsk *ask, Arena *keep, StudyPlan *out);
bool study_in_loop(const StudyPlan *p, Str judge);

// ---- the record

typedef enum { UNIT_CODE, UNIT_VERDICT, UNIT_REPAIR, UNIT_ROUND, UNIT_ENGINE, UNIT_GATE } UnitStage;
typedef struct { bool judged, any, scenario; signed char works; Str why; } UnitSaid;  // works: -1 unknown
typedef struct {
    UnitStage stage;
    Str model, source, arm, loop;        // who; whose code
    int repeat, round; Size task;
    Str outcome, why;                    // "code", "refused", "truncated", "no code", "no Python" …
    Str code;
    bool yes, flagged;                   // the detector's verdict; the loop's engines complain
    UnitSaid *said;                      // beside the record's judges
    Size count;                          // UNIT_ENGINE, UNIT_GATE: how many
    double cost, seconds; int64_t tokens; Str served_by;
} StudyUnit;
typedef struct { Str name, version; bool in_loop; } StudyJudge;
typedef struct {
    Str name, date, suture, plan_hash;
    struct { StudyJudge *v; Size n, cap; } judges;
    struct { StudyTask *v; Size n, cap; } tasks;
    struct { StudyUnit *v; Size n, cap; } units;
    Strs generators, detectors, fixers, loops, arms, engines, notes;
    int rounds, repeats; double margin; uint64_t seed;
    bool any_finding, stopped, has_price;
    Str stopped_by;
} StudyRecord;
MUST_USE Err study_record_write(Str path, const StudyRecord *r, Arena *keep);
MUST_USE Err study_record_read(Str path, Arena *keep, StudyRecord *out);

// All stages; what an earlier run asked is not asked again. The record is written to the plan's
// folder even when the run was stopped.
MUST_USE Err study_run(const StudyPlan *p, const StudyAsk *ask, Arena *keep, StudyRecord *out);
MUST_USE Err study_estimate(const StudyPlan *p, Arena *keep, Str *text);
void study_fresh_tables(const StudyRecord *r, Arena *keep, StudyReport *out);

// ---- people

// Without raters: writes the blinded sheet. With two or more: reads them, says kappa, adjudicates.
MUST_USE Err study_label(const StudyPlan *p, const Str *raters, Size n, Arena *keep, Str *text);
// Their labels by text_hash of task and code; empty: none yet.
MUST_USE Err study_labels(const StudyPlan *p, Arena *keep, Map *out);
Str study_item(Str task, Str code, Arena *keep);         // the label sheets' name of a piece of code
// Plan, data, journal, labels, record and versions, in a folder that tells all.
MUST_USE Err study_bundle(const StudyPlan *p, Str folder, Arena *keep);
#endif
