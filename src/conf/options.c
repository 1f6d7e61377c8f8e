// conf/options: every option, said once. Help, completions, the man page, SUTURE_* names and the keys of a
// configuration file are read from here. Adding an option is one row.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"

#define JUDGES (FOR(SCAN) | FOR(FIX) | FOR(GENERATE) | FOR(EXPLAIN) | FOR(REVIEW) | FOR(HOOK))
#define LOOPS  (FOR(FIX) | FOR(GENERATE))
#define ALL    (~0u)

const Option all_options[] = {
    {L("format"), OPT_LIST, FOR(SCAN) | FOR(EXPLAIN) | LOOPS | FOR(REVIEW), "w", L("FORMAT[=FILE]"), L("text"),
     L("how to report; may be repeated, each into its own file"), 0},
    {L("profile"), OPT_CHOICE, JUDGES, "", L("strict|default|audit"), L("default"),
     L("show findings of high confidence, of medium and up, or all"), 0},
    {L("min-severity"), OPT_CHOICE, JUDGES, "", L("low|medium|high|critical"), L(""),
     L("show nothing below this severity"), 0},
    {L("min-confidence"), OPT_CHOICE, JUDGES, "", L("low|medium|high"), L(""),
     L("show nothing below this confidence, beside the profile"), 0},
    {L("fail-on"), OPT_CHOICE, JUDGES, "", L("low|medium|high|critical"), L("low"),
     L("exit 1 when a finding of this severity or above remains"), 0},
    {L("select"), OPT_LIST, JUDGES, "", L("RULE"), L(""), L("only these rules: an id, CWE-89, or a prefix ending in *"), 0},
    {L("ignore"), OPT_LIST, JUDGES, "", L("RULE"), L(""), L("not these rules, in the same words"), 0},
    {L("exclude"), OPT_LIST, JUDGES, "", L("GLOB"), L(""), L("leave out paths that match, such as 'tests/*'"), 0},
    {L("files-from"), OPT_TEXT, FOR(SCAN) | FOR(FIX), "c", L("FILE"), L(""),
     L("read further paths from a file, one a line; - is standard input"), 0},
    {L("target-version"), OPT_VERSION, JUDGES | FOR(AST), "", L("X.Y"), L(""),
     L("the Python that will run the code; unset takes any of 3.8 to 3.14"), 0},
    {L("max-size"), OPT_INT, JUDGES, "", L("BYTES"), L("16777216"), L("largest file to read; larger ones are not analysed"), 0},
    {L("engine"), OPT_LIST, JUDGES, "t", L("NAME"), L(""), L("run an installed analyser beside our own: bandit"), 0},
    {L("knowledge"), OPT_LIST, JUDGES, "t", L("FILE"), L(""), L("a *.model file: what your own library's calls mean"), 0},
    {L("threads"), OPT_INT, JUDGES, "", L("N"), L("0"), L("threads to use; 0 is one a core"), 'j'},
    {L("all-files"), OPT_FLAG, JUDGES, "", L(""), L(""), L("take vendored, generated and git-ignored files too"), 0},
    {L("show-suppressed"), OPT_FLAG, FOR(SCAN), "", L(""), L(""), L("report what a comment or the baseline hides, marked as such"), 0},
    {L("allow-unparsable"), OPT_FLAG, JUDGES, "c", L(""), L(""), L("a file that does not parse does not make the result incomplete"), 0},
    {L("brief"), OPT_FLAG, FOR(SCAN), "", L(""), L(""), L("with --format json: at most 4 kB, the worst findings first"), 0},
    {L("baseline"), OPT_TEXT, FOR(SCAN), "", L("FILE"), L(""), L("hide the findings recorded in FILE, and say which are gone"), 0},
    {L("update-baseline"), OPT_FLAG, FOR(SCAN), "c", L(""), L(""), L("write the baseline; it may only shrink unless --grow"), 0},
    {L("grow"), OPT_FLAG, FOR(SCAN), "c", L(""), L(""), L("let --update-baseline add findings"), 0},
    {L("diff"), OPT_TEXT, FOR(SCAN), "c", L("REF"), L(""), L("only findings whose line or flow touches lines changed since REF"), 0},
    {L("staged"), OPT_FLAG, FOR(SCAN), "c", L(""), L(""), L("judge what is staged in git, and report changed lines only"), 0},
    {L("rule-help"), OPT_FLAG, FOR(SCAN) | FOR(EXPLAIN), "", L(""), L(""), L("after each finding say why it matters and what to do instead"), 0},
    {L("write"), OPT_FLAG, FOR(FIX) | FOR(INIT), "c", L(""), L(""), L("write the files, instead of printing what would change"), 'w'},
    {L("review"), OPT_FLAG, LOOPS, "", L(""), L(""), L("apply built-in fixes that hold a decision too; look at each of them"), 0},
    {L("verify-cmd"), OPT_TEXT, FOR(FIX), "t", L("COMMAND"), L(""), L("a command, such as pytest, that must succeed on each repair, in a sandbox"), 0},
    {L("no-sandbox"), OPT_FLAG, FOR(FIX), "c", L(""), L(""), L("run --verify-cmd without a sandbox where none works"), 0},
    {L("model"), OPT_TEXT, LOOPS, "t", L("PROVIDER:NAME"), L(""), L("the model to ask, such as ollama:qwen2.5-coder or openai:gpt-4o"), 0},
    {L("fixer"), OPT_LIST, LOOPS, "t", L("PROVIDER:NAME"), L(""), L("the model that repairs; several take turns"), 0},
    {L("generator"), OPT_TEXT, FOR(GENERATE), "t", L("PROVIDER:NAME"), L(""), L("the model that writes the code"), 0},
    {L("base-url"), OPT_TEXT, LOOPS, "t", L("URL"), L(""), L("the model's server, such as http://localhost:11434/v1"), 0},
    {L("ca-file"), OPT_TEXT, LOOPS, "t", L("FILE"), L(""), L("certificates to trust for the model's server"), 0},
    {L("setting"), OPT_LIST, LOOPS, "tw", L("NAME=VALUE"), L(""), L("a setting of the model, such as temperature=0.2"), 0},
    {L("adapt"), OPT_FLAG, LOOPS, "t", L(""), L(""), L("drop a setting that the model refuses, and say so"), 0},
    {L("rounds"), OPT_INT, LOOPS, "", L("N"), L("3"), L("most rounds of asking a model"), 0},
    {L("patience"), OPT_INT, LOOPS, "", L("N"), L("2"), L("stop after so many rounds without an accepted candidate"), 0},
    {L("candidates"), OPT_INT, LOOPS, "", L("N"), L("1"), L("answers to ask for in each round"), 0},
    {L("step"), OPT_NUMBER, LOOPS, "", L("X"), L(""), L("raise the temperature by X each round"), 0},
    {L("jobs"), OPT_INT, LOOPS, "t", L("N"), L("8"), L("questions to a model at once"), 0},
    {L("answer-time"), OPT_NUMBER, LOOPS, "", L("SECONDS"), L("600"), L("longest wait for a whole answer"), 0},
    {L("max-calls"), OPT_INT, LOOPS, "", L("N"), L(""), L("stop after so many questions"), 0},
    {L("max-tokens"), OPT_INT, LOOPS, "", L("N"), L(""), L("stop before so many tokens are used"), 0},
    {L("max-cost"), OPT_NUMBER, LOOPS, "", L("MONEY"), L(""), L("stop before so much is spent; needs the model's prices in [llm.NAME]"), 0},
    {L("max-time"), OPT_NUMBER, LOOPS, "", L("SECONDS"), L(""), L("stop asking after so long"), 0},
    {L("fresh"), OPT_FLAG, LOOPS, "", L(""), L(""), L("use no answers of earlier runs"), 0},
    {L("on-unknown"), OPT_CHOICE, LOOPS, "t", L("skip|resend"), L("skip"), L("a question that a killed run sent and never saw answered"), 0},
    {L("estimate"), OPT_FLAG, LOOPS, "c", L(""), L(""), L("say how much would be asked, and ask nothing"), 0},
    {L("show-prompt"), OPT_FLAG, LOOPS, "c", L(""), L(""), L("print what would be sent, byte for byte, and send nothing"), 0},
    {L("prompt-file"), OPT_TEXT, FOR(GENERATE), "c", L("FILE"), L(""), L("a prompt, a folder of prompts, or a .jsonl of them"), 'f'},
    {L("out"), OPT_TEXT, FOR(GENERATE), "c", L("PATH"), L(""), L("where the code goes: a folder, or a .py file for one prompt"), 'o'},
    {L("overwrite"), OPT_FLAG, FOR(GENERATE), "c", L(""), L(""), L("replace files that exist"), 0},
    {L("json"), OPT_FLAG, FOR(VERSION) | FOR(DOCTOR) | FOR(RULES) | FOR(CONFIG), "c", L(""), L(""), L("print JSON"), 0},
    {L("package"), OPT_TEXT, FOR(STUDY), "c", L("DIR"), L(""), L("the study's replication package, or a part of it"), 0},
    {L("corrected"), OPT_FLAG, FOR(STUDY), "c", L(""), L(""), L("add the corrected columns, and why a run was left out"), 0},
    {L("study-format"), OPT_CHOICE, FOR(STUDY), "c", L("text|json|md|csv"), L("text"), L("how to print the tables"), 0},
    {L("color"), OPT_CHOICE, ALL, "", L("auto|always|never"), L("auto"), L("colours in text; auto: on a terminal, unless NO_COLOR is set"), 0},
    {L("quiet"), OPT_FLAG, ALL, "", L(""), L(""), L("no progress and no notes on standard error"), 'q'},
    {L("no-config"), OPT_FLAG, ALL, "c", L(""), L(""), L("read no configuration file"), 0},
};
const Size all_options_n = countof(all_options);

const Option *option_find(Str name)
{
    for (Size i = 0; i < all_options_n; i++)
        if (str_eq(all_options[i].name, name)) return &all_options[i];
    return NULL;
}

bool option_has(const Option *o, char flag) { return strchr(o->flags, flag) != NULL; }
