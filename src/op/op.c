// op/op: the table of operations, and the few words that they share. Adding an operation is one
// row.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "report/report.h"
#include "base/os.h"
#include <stdio.h>

void op_say(const OpCall *c, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    check(n >= 0);
    Arena scratch = *c->keep;
    char *text = arena_raw(&scratch, 1, 1, n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    c->out->say(c->out, (Str){text, n});
}

void op_say_table(const OpCall *c, Str text)
{
    Buf b = {.keep = c->keep};
    buf_add(&b, str_trim(text));
    report_fold(&b, 0, os_is_tty(2) ? c->out->columns : 0, 0);
    c->out->say(c->out, buf_str(&b));
}

// What it holds of files may not act on a terminal either; no escape in it is theirs, so all of them
// are colours.
static Str clean_around_colors(Str text, Arena *keep)
{
    Buf b = {.keep = keep};
    for (Str line; str_cut(&text, S("\n"), &line); buf_char(&b, '\n')) {
        for (Size from; (from = str_find(line, S("\033["))) >= 0;) {
            Size end = from + str_find(str_sub(line, from, -1), S("m")) + 1;
            if (end <= from) break;
            report_clean(&b, str_sub(line, 0, from));
            buf_add(&b, str_sub(line, from, end));
            line = str_sub(line, end, -1);
        }
        report_clean(&b, line);
    }
    return str_trim(buf_str(&b));
}

void op_say_painted(const OpCall *c, Str text)
{
    Buf b = {.keep = c->keep};
    if (!c->out->say_color) {
        op_say_table(c, text);
        return;
    }
    buf_add(&b, clean_around_colors(str_trim(text), c->keep));
    report_fold(&b, 0, c->out->columns, 0);
    buf_char(&b, '\n');
    c->out->progress(c->out, (Str){0});
    (void)os_write_fd(2, buf_str(&b));
}

// Other threads take from c->keep meanwhile, so the line is made elsewhere.
void op_progress(void *call, Str what, Size done, Size all)
{
    const OpCall *c = call;
    char text[160];
    if (!c->out->progress_shown) return;
    int n = snprintf(text, sizeof text, "%.*s: %td of %td", STR_ARG(str_sub(what, 0, 100)), done, all);
    c->out->progress(c->out, (Str){text, n});
}

// Of fix and generate; a diff is what text means to the first.
Err op_form(const OpCall *c, bool *json)
{
    const ConfValue *v = conf_value(c->conf, "format");
    Str word = v->n ? v->v[v->n - 1] : S("text");
    *json = str_eq(word, S("json"));
    if (*json || str_eq(word, S("text")) || str_eq(word, S("diff"))) return (Err){0};
    return err_new(c->keep, ERR_CONFIG, "`suture %.*s` prints text%s or json, not '%.*s'", STR_ARG(c->op->name),
                   c->op->bit == FOR(FIX) ? " (a diff)" : "", STR_ARG(word));
}

void op_data(const OpCall *c, Str bytes) { c->out->data(c->out, bytes); }

int op_fail(const OpCall *c, Err e)
{
    op_say(c, "suture: %.*s", STR_ARG(e.what));
    return EXIT_USAGE;
}

Err op_read(Str path, Size most, Arena *keep, Str *out)
{
    if (str_eq(path, S("-"))) return os_read_fd(0, most, keep, out);
    return os_read(path, most, keep, out);
}

const Op *op_find(Str name)
{
    for (Size i = 0; i < all_ops_n; i++)
        if (str_eq(all_ops[i].name, name)) return &all_ops[i];
    return NULL;
}

Str op_nearest(Str typed, Arena scratch)
{
    Str *words = new(&scratch, Str, all_ops_n);
    for (Size i = 0; i < all_ops_n; i++) words[i] = all_ops[i].name;
    return conf_nearest(typed, words, all_ops_n, scratch);
}

const Op all_ops[] = {
    {L("scan"), L("[PATH…]"), 0, -1, FOR(SCAN),
     L("find vulnerabilities and show how the data gets there"),
     L("Reads files and folders (`-` is standard input, nothing is the working folder). Runs none "
       "of the code and opens\n"
       "no socket. A file that could not be analysed is named, and makes the result incomplete: "
       "silence about it\n"
       "means nothing.\n"
       "  suture scan .\n  suture scan --format sarif=out.sarif --format text src tests\n  cat "
       "app.py | suture scan -"),
     op_scan},
    {L("fix"), L("[PATH…]"), 0, -1, FOR(FIX),
     L("repair them, each repair checked; print a diff, or --write it"),
     L("Built-in fixes need no model and no network. Each candidate must parse, remove the "
       "finding, bring no new one, and\n"
       "keep the interface; what fails a gate is not taken. The diff goes to standard output "
       "alone, the table of what was\n"
       "done to standard error. With --model, what is left goes to a model in rounds.\n"
       "Of one file alone, whose callers nobody sees, also what the audit profile shows is repaired where a "
       "built-in fix fits\n(decide by --profile).\n"
       "  suture fix .\n  suture fix . | git apply\n  suture fix --write app.py\n"
       "  suture fix --model ollama:qwen2.5-coder .\n  suture fix - < app.py > fixed.py"),
     op_fix},
    {L("generate"), L("[PROMPT…]"), 0, -1, FOR(GENERATE),
     L("write code from a prompt, then scan and repair it"),
     L("Needs a model. What it writes goes through the same loop as any file before it is written "
       "to --out (or printed).\n"
       "  suture generate --model ollama:qwen2.5-coder 'a Flask view that looks up a user'\n"
       "  suture generate --model openai:NAME -f prompts.jsonl --out made"),
     op_generate},
    {L("review"), L("[PATH…]"), 0, -1, FOR(REVIEW),
     L("let a model judge the code, beside the engine's own verdict"),
     L("Needs a model. Each function is one question; comments and docstrings are blanked first. "
       "What the model alone claims\n"
       "has low confidence until a second question, in other words, says so too. Shows where model "
       "and engine agree.\n"
       "  suture review --judge ollama:qwen2.5-coder app.py\n"
       "  suture review --judge openai:NAME --cwe 89 src\n"
       "  suture review --judge openai:A --judge anthropic:B --format json src"),
     op_review},
    {L("runs"), L("[show N|export [N]]"), 0, 2, FOR(RUNS),
     L("list earlier runs with a model, show one, or export its journal"),
     L("An exported journal replays without a network: suture fix --model replay:journal.jsonl "
       "PATH\n"
       "  suture runs\n  suture runs show 3\n  suture runs export 3 > journal.jsonl"),
     op_runs},
    {L("explain"), L("FILE:LINE or RULE"), 1, 1, FOR(EXPLAIN),
     L("say all that is known of a line, or of a rule"),
     L("  suture explain app.py:12\n  suture explain sql-injection"), op_explain},
    {L("rules"), L("[show RULE]"), 0, 2, FOR(RULES), L("list the rules, or show one"),
     L("  suture rules\n  suture rules show sql-injection\n  suture rules --json"), op_rules},
    {L("config"), L("[PATH]"), 0, 1, FOR(CONFIG), L("print each setting and where it comes from"),
     L("The command line wins, then SUTURE_* variables, then the nearest suture.toml or "
       "[tool.suture] of pyproject.toml\n"
       "(searched from PATH upwards), then your own configuration file, then the default. A "
       "project's file can't set what\n"
       "runs programs, sends data or weakens checks."),
     op_config},
    {L("trust"), L("DIR"), 1, 1, FOR(TRUST),
     L("let a project's configuration run programs and choose servers"),
     L("A project's own file can't set what runs a program, sends data, chooses a server or weakens "
       "checks. After you have\n"
       "looked at it, this records the file as it is; when it changes by one byte, it is not trusted "
       "any more.\n"
       "  suture trust .\n  suture trust --revoke ."),
     op_trust},
    {L("init"), L("[config|pre-commit|github|gitlab]"), 0, 1, FOR(INIT),
     L("show (or --write) what a project needs to call suture"),
     L("Alone it lists what there is. An agent's hook is asked for with --agent; no file that "
       "exists is changed.\n"
       "  suture init\n  suture init pre-commit\n  suture init --write config\n"
       "  suture init --agent claude --write"),
     op_init},
    {L("hook"), L("claude|codex|cursor"), 1, 1, FOR(HOOK),
     L("scan what a coding agent wrote, by its event on standard input"),
     L("Findings on the lines that were written go back to the model, each with what to do "
       "instead. Claude Code reads\n"
       "standard error of exit 2; Codex and Cursor read JSON on standard output."),
     op_hook},
    {L("mcp"), L(""), 0, 0, FOR(MCP),
     L("serve coding agents over the Model Context Protocol, on standard input and output"),
     L("Its tools are scan, fix (which proposes a diff), explain and rules, in the folder where it "
       "is started. They read:\n"
       "none writes a file, runs a program, or asks a model.\n"
       "  claude mcp add suture -- suture mcp"),
     op_mcp},
    {L("lsp"), L(""), 0, 0, FOR(LSP),
     L("serve an editor over the Language Server Protocol, on standard input and output"),
     L("Findings appear while you type, in every file of the folders that are open in the editor, with the way the data\n"
       "took; a built-in fix, the comment that hides a finding, and what `suture explain` says are one key away. Each\n"
       "fix passes the gates of `suture fix` first. It writes no file, runs none of your code, asks no model.\n"
       "Settings are those of a scan there; the editor's own go into initializationOptions, as in a settings file:\n"
       "  {\"profile\": \"audit\", \"ignore\": [\"weak-random\"], \"show\": \"open\"}\n"
       "\"show\": \"open\" speaks of open files alone. Your editor starts it by: suture lsp (doc/guide/editors.md)"),
     op_lsp},
    {L("doctor"), L(""), 0, 0, FOR(DOCTOR),
     L("say what works here, what does not, and what mends it"),
     L("Engines, git, the sandbox's level, the store. With --model the model is asked one short "
       "question.\n"
       "  suture doctor\n  suture doctor --model ollama:qwen2.5-coder"),
     op_doctor},
    {L("cache"), L("[clean]"), 0, 1, FOR(CACHE),
     L("say where earlier scans are kept and how much it is, or remove them"),
     L("A scan leaves what it found and what that rests on; the next one of the same paths analyses "
       "only what changed\n"
       "and what depends on it. --no-cache neither reads nor leaves any.\n"
       "  suture cache\n  suture cache clean"),
     op_cache},
    {L("completions"), L("bash|zsh|fish"), 1, 1, FOR(COMPLETIONS),
     L("print a completion script for a shell"),
     L("  suture completions bash > ~/.local/share/bash-completion/completions/suture"),
     op_completions},
    {L("man"), L(""), 0, 0, FOR(MAN), L("print the manual page, for man -l -"),
     L("  suture man | man -l -"), op_man},
    {L("ast"), L("FILE"), 1, 1, FOR(AST),
     L("print a file's syntax tree as JSON, in the words of Python's ast"),
     L("Exit 0 when some Python from 3.8 to 3.14 (or --target-version) takes the file, 1 when none "
       "does.\n"
       "  suture ast app.py\n  suture ast --target-version 3.8 -"),
     op_ast},
    {L("study"), L("[run|label|bundle PLAN | report FOLDER]"), 0, -1, FOR(STUDY),
     L("measure how well models write, judge and repair code"),
     L("Without words: reads a clone of the replication package of arXiv 2408.10495v2, or a part "
       "of it, and prints its\n"
       "four questions. A row that can't be read is named by file and line and left out: exit 3.\n"
       "run PLAN asks today's models the same questions (doc/study.md); what was answered is not "
       "asked again, so a run\n"
       "that was stopped goes on. label PLAN writes a blinded sheet for people, and reads two or more "
       "back. bundle PLAN\n"
       "gathers what a second machine needs.\n"
       "  suture study --package LLMSecureCode --corrected --study-format html > study.html\n"
       "  suture study --package LLMSecureCode --judge suture,bandit\n"
       "  suture study run plan.toml --estimate\n  suture study run plan.toml\n"
       "  suture study label plan.toml ann.csv bob.csv\n  suture study report plan.study"),
     op_study},
    {L("version"), L(""), 0, 0, FOR(VERSION), L("print the version"), L(""), op_version},
    {L("help"), L("[COMMAND]"), 0, 1, FOR(HELP), L("print this, or all about one command"), L(""),
     op_show_help},
};
const Size all_ops_n = countof(all_ops);
