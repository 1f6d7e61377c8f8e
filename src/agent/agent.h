// agent: generate and repair with a model: the loop, the budget, the prompts (prompt/*.txt), the
// journal.
// Believes nothing a model says: fix/'s gates judge each candidate. Sends nothing before secrets
// are masked.
// Prints nothing: results and sentences go back to op/.
// SPDX-License-Identifier: MIT
#ifndef AGENT_AGENT_H
#define AGENT_AGENT_H
#include "fix/fix.h"
#include "llm/llm.h"
#include "store/store.h"

typedef struct { int64_t calls, tokens; double cost, seconds; } AgentLimits;    // 0: no limit

typedef struct {
    const LlmOptions *fixers; Size nfixers;      // asked in turn, by round; 0: built-in fixes only
    const LlmOptions *generator;                 // generate only; NULL: the first fixer
    int rounds, patience;                        // 0: 3 and 2
    int candidates;                              // a round; 0: 1
    bool best_of;                                // each fixer is asked in each round; of all
                                                 // answers the smallest change is tried first
    double temperature_step; bool has_step;      // added each round to the model's own temperature
    AgentLimits limits;
    bool fresh;                                  // do not use answers of earlier runs
    bool keep_refusals;                          // of a study: an earlier refusal, or answer cut
                                                 // short, is an answer too, and so is a program's
    bool resend_unknown;                         // a question sent by a run that died may be sent
                                                 // once more
    bool estimate;                               // count questions and tokens, send nothing
    bool show_prompt;                            // put the first prompts into AgentResult.shown,
                                                 // send nothing
    Str state_folder;                            // empty: the store's own place
    Str command, version;                        // for the journal
    bool plain;                                  // generate: the prompt alone, without words of ours
    int repeat;                                  // of a study: equal questions are asked again
    // after each round: the files' texts so far
    void (*after_round)(void *self, FixJob *job, int round); void *round_self;
    void (*progress)(void *self, Str what, Size done, Size all);   // how many answers are there
    void (*say)(void *self, Str line); void *self;   // what is done, and "sending … to HOST", for stderr
} AgentOptions;

typedef struct {
    Size asked, answered, recalled, failed;      // questions; recalled: from an earlier run
    Size refused, truncated, empty, no_code, same_text;
    Size accepted, turned_down, too_large, unknown;
    Size left_out;                               // prompts that came to no file
    int64_t tokens_in, tokens_out; double cost; bool cost_known;
    bool guessed;                        // a server told no tokens: estimated from the text
    Size gates[GATE_COUNT];                      // candidates refused, by the gate that did
    // cost, seconds and tokens of all answers, recalled ones too
    double worth, waited; int64_t used;
    Size secrets_masked;
    bool estimated;                              // nothing was sent: asked and tokens_in say what
                                                 // would be
    Str stopped_by;                              // budget, Ctrl-C, a fault that ends all; empty:
                                                 // ran to its end
    int64_t run;                                 // the store's row; 0: none
    struct { Str *v; Size n, cap; } faults;      // sentences, each once
    struct { Str *v; Size n, cap; } shown;       // prompts (show_prompt)
} AgentResult;

// Repair what fix_builtin left, in rounds. ERR_CONFIG, ERR_IO: nothing could start (no key, store
// not writable).
// A fault on the way is in `out`; what was accepted before stays accepted.
MUST_USE Err agent_repair(const AgentOptions *opt, FixJob *job, Arena *keep, AgentResult *out);

typedef struct { Str name, text; } AgentPrompt;  // name: where the result goes below --out, ends in
                                                 // .py
typedef struct { AgentPrompt *v; Size n, cap; } AgentPrompts;
// A file, a folder of .txt/.md/.py prompts, or .jsonl of {"ID", "Prompt"} objects, into prompts.
MUST_USE Err agent_prompts(Str path, Arena *keep, AgentPrompts *out);

typedef struct {
    Str name, code;                              // code empty: none came
    Str why;                                     // of no code: refused, truncated, …
    FixFile *file;                               // its repair, when there is code
    Str interface;                               // what of the prompt's own definitions it changed
    bool written; Str trouble;
} AgentMade;
typedef struct {
    AgentMade *v; Size n;
    FixJob job; AgentResult result;
    Str tests;                                   // why the tests fail; empty: they pass, or none
} AgentGenerated;
// Ask for each prompt, then scan, fix and repair as for any file. Writes to `out_folder` (made when
// missing), or to `out_folder` itself as a file when it ends in .py and there is one prompt; empty:
// writes nothing.
MUST_USE Err agent_generate(const AgentOptions *opt, const FixOptions *fix,
                            const AgentPrompts *prompts, Str out_folder, bool overwrite,
                            Arena *keep, AgentGenerated *out);

Str agent_summary(const AgentResult *r, Arena *keep);    // lines for stderr
Str agent_json(const AgentResult *r, Arena *keep);       // deterministic part, and one object
                                                         // "volatile"
int agent_exit(const FixJob *job, const AgentResult *r, Severity fail_on);
#endif
