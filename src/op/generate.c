// op/generate: prompts become code, which is scanned, repaired and judged like any file before it
// is written.
// SPDX-License-Identifier: MIT
#include "op/judge.h"
#include "op/model.h"

static Err prompts_of(const OpCall *c, AgentPrompts *out)
{
    Str file = conf_text(c->conf, "prompt-file");
    *out = (AgentPrompts){0};
    if (file.len) return agent_prompts(file, c->keep, out);
    Buf b = {.keep = c->keep};
    for (Size i = 0; i < c->nwords; i++) buf_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(c->words[i]));
    Str text = buf_str(&b);
    if (str_eq(text, S("-"))) {
        Err e = op_read(S("-"), 1 << 24, c->keep, &text);
        if (e.kind) return e;
    }
    if (!str_trim(text).len)
        return err_new(c->keep, ERR_CONFIG,
                       "generate needs a prompt: in quotes, or -f FILE (a .jsonl or a folder too)");
    *push(c->keep, out) = (AgentPrompt){S("generated.py"), text};
    return (Err){0};
}

static void print_code(const OpCall *c, const AgentGenerated *g)
{
    for (Size i = 0; i < g->n; i++) {
        const AgentMade *m = &g->v[i];
        if (!m->code.len) continue;
        if (g->n > 1) op_data(c, str_fmt(c->keep, "# ---- %.*s\n", STR_ARG(m->name)));
        op_data(c, m->file ? m->file->now : m->code);
    }
}

static void say_tests(const OpCall *c, const AgentGenerated *g)
{
    Str line, said = g->tests;
    if (!said.len) return;
    op_say(c, "the tests fail on this code:");
    while (str_cut(&said, S("\n"), &line)) op_say(c, "    %.*s", STR_ARG(line));
}

// With --quiet only what failed.
static void say_made(const OpCall *c, const AgentGenerated *g)
{
    bool quiet = conf_flag(c->conf, "quiet");
    for (Size i = 0; i < g->n; i++) {
        const AgentMade *m = &g->v[i];
        if (m->trouble.len) op_say(c, "%.*s: %.*s", STR_ARG(m->name), STR_ARG(m->trouble));
        else if (!m->code.len && m->why.len)
            op_say(c, "%.*s: no code: %.*s", STR_ARG(m->name), STR_ARG(m->why));
        else if (m->written && !quiet) op_say(c, "wrote %.*s", STR_ARG(m->name));
        if (m->interface.len)
            op_say(c, "%.*s: not as the prompt asks: %.*s", STR_ARG(m->name),
                   STR_ARG(m->interface));
    }
}

static int report(const OpCall *c, AgentGenerated *g)
{
    const ConfValue *format = conf_value(c->conf, "format");
    bool json = format->n && str_eq(format->v[format->n - 1], S("json"));
    bool to_folder = conf_text(c->conf, "out").len > 0;
    Pool scratch;
    c->out->progress(c->out, (Str){0});
    for (Size i = 0; i < g->result.shown.n; i++) op_data(c, g->result.shown.v[i]);
    if (g->result.shown.n) return EXIT_CLEAN;
    if (!pool_open(&scratch, (Size)16 << 30)) return EXIT_USAGE;
    if (json) op_data(c, fix_json(&g->job, c->keep, scratch.arena));
    else if (!to_folder) print_code(c, g);
    if (!conf_flag(c->conf, "quiet")) {
        if (g->job.first.files.n)
            op_say_painted(c, fix_table(&g->job, c->out->say_color, c->keep, scratch.arena));
        say_made(c, g);
        say_tests(c, g);
        op_say_table(c, agent_summary(&g->result, c->keep));
    }
    pool_close(&scratch);
    if (conf_flag(c->conf, "quiet")) say_made(c, g);
    int code = agent_exit(&g->job, &g->result, judge_fail_on(c->conf));
    return g->tests.len && code != EXIT_STOPPED ? EXIT_FOUND : code;
}

// --tests FILE is a command like any other; the code can be imported from where it will lie.
static Err goal_of(const OpCall *c, FixOptions *fix)
{
    Str file = conf_text(c->conf, "tests"), out = conf_text(c->conf, "out");
    fix->verify = conf_text(c->conf, "verify-cmd");
    fix->no_sandbox = conf_flag(c->conf, "no-sandbox");
    if (!file.len) return (Err){0};
    if (fix->verify.len)
        return err_new(c->keep, ERR_CONFIG, "--tests and --verify-cmd are two goals; give one");
    if (os_stat(file, true, *c->keep).kind != OS_FILE)
        return err_new(c->keep, ERR_CONFIG, "--tests: there is no file %.*s", STR_ARG(file));
    if (str_starts(file, S("/")) || str_starts(file, S("..")))
        return err_new(c->keep, ERR_CONFIG, "--tests: the file must lie below the working folder");
    Size slash = str_rfind(out, '/');
    if (str_ends(out, S(".py"))) out = slash < 0 ? S("") : str_sub(out, 0, slash);
    fix->verify = str_fmt(
        c->keep, "PYTHONPATH=%.*s:. exec python3 -m pytest -q -p no:cacheprovider %.*s",
        STR_ARG(out.len ? str_quoted(out, c->keep) : S(".")), STR_ARG(str_quoted(file, c->keep)));
    return (Err){0};
}

int op_generate(const OpCall *c)
{
    AgentOptions agent;
    AgentPrompts prompts;
    AgentGenerated *made = new (c->keep, AgentGenerated, 1);
    FixOptions fix = {.review = conf_flag(c->conf, "review")};
    Err e = model_options(c, &agent);
    if (!e.kind && !agent.generator && !agent.nfixers) {
        op_say(c, "suture: generate needs a model. Try --model ollama:qwen2.5-coder (on this "
                  "machine, free) or "
                  "--model openai:NAME (key: OPENAI_API_KEY).");
        return EXIT_USAGE;
    }
    bool json;
    if (!e.kind) e = op_form(c, &json);
    if (!e.kind) e = prompts_of(c, &prompts);
    if (!e.kind) e = judge_options(c, &fix.scan);
    if (!e.kind) e = goal_of(c, &fix);
    if (e.kind) return op_fail(c, e);
    // fresh code has no callers yet
    if (!conf_value(c->conf, "profile")->set) fix.scan.profile = PROFILE_AUDIT;
    fix.scan.want_fixes = true;
    fix.fresh = true;
    os_catch_stop();
    e = agent_generate(&agent, &fix, &prompts, conf_text(c->conf, "out"),
                       conf_flag(c->conf, "overwrite"), c->keep, made);
    return e.kind ? op_fail(c, e) : report(c, made);
}
