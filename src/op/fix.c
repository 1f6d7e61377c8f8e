// op/fix: repair what scan shows: built-in fixes first, then a model when one is named. The diff
// goes to standard output alone, so that git can apply it; the table goes to standard error.
// SPDX-License-Identifier: MIT
#include "op/ask.h"
#include "op/diff.h"
#include "op/judge.h"
#include "op/model.h"
#include "fix/verify.h"

// pytest's own places (docs.pytest.org: good practices), in the working folder.
static bool has_tests(Arena *keep)
{
    static const char *const PLACES[] = {"pytest.ini", "conftest.py", "tests",
                                         "test",       "tox.ini",     ".pytest.ini"};
    Strs names = {0};
    for (Size i = 0; i < countof(PLACES); i++)
        if (os_stat(str_of(PLACES[i]), true, *keep).kind != OS_NONE) return true;
    if (os_list(S("."), keep, &names).kind) return false;
    for (Size i = 0; i < names.n; i++)
        if (str_ends(names.v[i], S("_test.py")) ||
            (str_starts(names.v[i], S("test_")) && str_ends(names.v[i], S(".py"))))
            return true;
    return false;
}

static Str verify_of(const OpCall *c)
{
    Str command = conf_text(c->conf, "verify-cmd");
    if (command.len || !str_eq(conf_text(c->conf, "verify"), S("auto"))) return command;
    if (has_tests(c->keep)) return S("python3 -m pytest -q -x -p no:cacheprovider");
    op_say(c, "--verify auto: no tests of pytest's were found here, so none are run");
    return (Str){0};
}

static Err options_of(const OpCall *c, JudgeInput *in, FixOptions *o)
{
    *o = (FixOptions){.review = conf_flag(c->conf, "review"),
                      .rule_help = conf_flag(c->conf, "rule-help"),
                      .alone = !conf_value(c->conf, "profile")->set,
                      .verify = verify_of(c),
                      .accept_unproven = conf_flag(c->conf, "accept-unproven"),
                      .no_sandbox = conf_flag(c->conf, "no-sandbox"),
                      .progress = op_progress,
                      .self = (void *)(intptr_t)c};
    Err e = judge_options(c, &o->scan);
    if (!e.kind) e = judge_input(c, in);
    if (e.kind) return e;
    o->scan.want_fixes = true;
    o->paths = in->paths.v;
    o->npaths = in->paths.n;
    if (in->nover) {
        o->stdin_text = in->over[0].text;
        o->has_stdin = true;
    }
    return (Err){0};
}

static void print_stdin(const OpCall *c, const FixJob *job)
{
    Str text = job->opt.stdin_text;
    for (Size i = 0; i < job->n; i++)
        if (str_eq(job->files[i].path, S("-"))) text = job->files[i].now;
    op_data(c, text);
}

// A spent budget: what it bought, and how to go on.
static void say_spent(const OpCall *c, const FixJob *job, const AgentResult *asked)
{
    Str limit = asked->stopped_by, cost = {"", 0};
    if (!str_starts(limit, S("--max-"))) return;
    limit = str_sub(limit, 0, str_find(limit, S(" ")));
    if (asked->cost_known) cost = str_fmt(c->keep, ", $%.2f", asked->cost);
    op_say(c,
           "%.*s%.*s; go on: the same command with a larger %.*s (answers so far are remembered)",
           STR_ARG(fix_share(job, c->keep)), STR_ARG(cost), STR_ARG(limit));
}

// Under --quiet: what failed is no note.
static void say_failures(const OpCall *c, const FixJob *job, const AgentResult *asked)
{
    for (Size i = 0; i < job->n; i++)
        if (job->files[i].trouble.len)
            op_say(c, "suture: %.*s: %.*s", STR_ARG(job->files[i].path), STR_ARG(job->files[i].trouble));
    if (asked) model_say_faults(c, asked);
}

static void print_result(const OpCall *c, FixJob *job, const AgentResult *asked, bool json)
{
    bool quiet = conf_flag(c->conf, "quiet");
    Pool scratch;
    if (!pool_open(&scratch, (Size)16 << 30)) return;
    if (json) op_data(c, fix_json(job, c->keep, scratch.arena));
    else if (job->opt.has_stdin) print_stdin(c, job);
    else if (!conf_flag(c->conf, "write") && !job->opt.ask)
        diff_print(c, fix_diff(job, c->keep, scratch.arena), fix_base(job, c->keep));
    if (quiet) say_failures(c, job, asked);
    if (!quiet) op_say_painted(c, fix_table(job, c->out->say_color, c->keep, scratch.arena));
    if (asked && !quiet) {
        op_say_table(c, agent_summary(asked, c->keep));
        say_spent(c, job, asked);
    }
    pool_close(&scratch);
}

// Of what is left, how much --review would repair, and how much it would not.
static void count_open(const FixJob *job, Size *review, Size *other)
{
    for (Size i = 0; i < job->n; i++)
        for (Size k = 0; k < job->files[i].rows.n && !job->files[i].closed.len; k++) {
            const FixRow *row = &job->files[i].rows.v[k];
            Trust known = row->finding->fix.trust;
            bool waits = known == TRUST_REVIEW && !job->opt.review;
            bool declined = job->opt.ask && known != TRUST_NONE && !waits;
            if (row->how == HOW_OPEN && !declined) *(waits ? review : other) += 1;
        }
}

// What to do next about what is left.
static void say_next(const OpCall *c, const FixJob *job, bool asked)
{
    Size review = 0, other = 0;
    count_open(job, &review, &other);
    if (conf_flag(c->conf, "quiet")) return;
    if (review)
        op_say_table(c, str_fmt(c->keep, "%s is left has a fix that holds a decision: suture fix --review proposes it, "
                                "for you to look at.\n", other ? "Part of what" : "What"));
    if (!asked && (review || other))
        op_say_table(c, str_fmt(c->keep, "%s a model: suture fix --model ollama:qwen2.5-coder (on this machine) or "
                                "--model openai:NAME (key: OPENAI_API_KEY).\n",
                                !other ? "Or ask" : review ? "The rest needs a person or"
                                                           : "What is left needs a person or"));
}

static int run(const OpCall *c, FixJob *job, bool json)
{
    AgentOptions agent;
    AgentResult asked = {0};
    Err e = model_options(c, &agent);
    if (!e.kind) fix_builtin(job);
    bool asks = agent.nfixers > 0;
    if (asks && !e.kind) e = agent_repair(&agent, job, c->keep, &asked);
    if (e.kind) { // the model can't be asked at all: nothing is
                  // written
        c->out->progress(c->out, (Str){0});
        return op_fail(c, e);
    }
    fix_finish(job);
    bool dry = agent.estimate || agent.show_prompt;
    if ((conf_flag(c->conf, "write") || job->opt.ask) && !dry) fix_write(job);
    for (Size i = 0; i < asked.shown.n; i++) op_data(c, asked.shown.v[i]);
    c->out->progress(c->out, (Str){0});
    if (!asked.shown.n) print_result(c, job, asks ? &asked : NULL, json);
    if (!dry) say_next(c, job, asks);
    return asks ? agent_exit(job, &asked, judge_fail_on(c->conf))
                : fix_exit(job, judge_fail_on(c->conf));
}

// Nothing that they say of a repair can be believed: that is said before the work, not after it.
static void say_broken_tests(const OpCall *c, const FixJob *job, bool writes)
{
    bool ran;
    Str said;
    if (!job->verify || verify_first(job->verify, &ran, &said)) return;
    op_say(c, "--verify-cmd %s before any change, so it can't judge a repair%s",
           ran ? "fails" : "can't be run",
           !writes ? ""
           : job->opt.accept_unproven
               ? "; what it can't judge is written all the same"
               : "; nothing that it can't judge is written (--accept-unproven)");
}

static void say_recovered(void *self, Str what)
{
    const OpCall *c = self;
    op_say(c, "%.*s", STR_ARG(what));
}

int op_fix(const OpCall *c)
{
    FixJob *job = new (c->keep, FixJob, 1);
    FixOptions o;
    JudgeInput in;
    bool json;
    if (conf_value(c->conf, "suppress")->n) return suppress_files(c);
    if (conf_text(c->conf, "reason").len)
        return op_fail(c, err_new(c->keep, ERR_CONFIG, "--reason goes with --suppress RULE"));
    Err e = op_form(c, &json);
    if (!e.kind) e = options_of(c, &in, &o);
    if (e.kind) return op_fail(c, e);
    bool asks = conf_flag(c->conf, "interactive");
    if (in.nover && (conf_flag(c->conf, "write") || asks))
        return op_fail(c, err_new(c->keep, ERR_CONFIG,
                                  "standard input can't be written; leave out --write and "
                                  "--interactive"));
    AskState ask = {.call = c, .color = c->out->color && os_is_tty(2) && !os_env("NO_COLOR").len};
    if (asks) o.ask = ask_fix;
    o.asked = &ask;
    os_catch_stop();
    bool writes = asks || conf_flag(c->conf, "write");
    fix_recover(!writes, c->keep, say_recovered, (void *)(intptr_t)c);
    e = fix_open(&o, c->keep, job);
    if (e.kind) return op_fail(c, e);
    say_broken_tests(c, job, writes);
    int code = run(c, job, json);
    fix_close(job);
    return code;
}
