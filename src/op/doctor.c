// op/doctor: what works here, what does not, and the one command that mends it. Opens a socket only
// when a model is named: then it asks it one short question.
// SPDX-License-Identifier: MIT
#include "box/box.h"
#include "llm/llm.h"
#include "op/model.h"
#include "peer/peer.h"
#include "store/store.h"

typedef struct {
    const OpCall *c;
    Buf out;
    bool json;
    Size bad, rows;
} Doctor;

static void row(Doctor *d, const char *what, bool good, Str state, Str mend)
{
    d->bad += !good;
    if (d->json) {
        buf_fmt(&d->out, "%s\n{\"what\": \"%s\", \"works\": %s, \"state\": ", d->rows ? "," : "",
                what, good ? "true" : "false");
        op_json_text(&d->out, state);
        buf_add(&d->out, S(", \"mend\": "));
        op_json_text(&d->out, good ? S("") : mend);
        buf_char(&d->out, '}');
    } else {
        buf_fmt(&d->out, "%-4s %-10s %.*s\n", good ? "ok" : "--", what, STR_ARG(state));
        if (!good && mend.len) buf_fmt(&d->out, "     %-10s try: %.*s\n", "", STR_ARG(mend));
    }
    d->rows++;
}

static void engines(Doctor *d)
{
    Arena *keep = d->c->keep;
    row(d, "suture", all_rules_n > 0, str_fmt(keep, "%s, %td rules", SUTURE_VERSION, all_rules_n),
        (Str){0});
    for (Size i = 0; i < all_peers_n; i++) {
        Str v = peer_version(&all_peers[i], keep);
        Str name = all_peers[i].name;
        row(d, str_z(keep, name), v.len > 0,
            v.len ? str_fmt(keep, "%.*s, used by --engine %.*s", STR_ARG(v), STR_ARG(name))
                  : S("not installed (it is optional)"),
            all_peers[i].install);
    }
}

static bool starts(Doctor *d, Str program)
{
    OsDone done = {0};
    Str argv[] = {program, S("--version")};
    OsRun run = {.argv = argv, .argc = countof(argv), .timeout = 20, .most = 1 << 16};
    return !os_run(&run, d->c->keep, &done).kind && done.code == 0;
}

static void tools(Doctor *d)
{
    bool git = starts(d, S("git"));
    row(d, "git", git,
        git ? S("used by --diff and --staged") : S("not installed: no --diff, no --staged"),
        S("apt-get install git"));
}

static void sandbox(Doctor *d)
{
    Str why = {0};
    BoxLevel level = box_level(d->c->keep, &why);
    Str state = level == BOX_FULL ? S("full: --verify-cmd runs in namespaces of its own")
                : level == BOX_REDUCED
                    ? str_fmt(d->c->keep, "reduced (doc/sandbox.md): %.*s", STR_ARG(why))
                    : str_fmt(d->c->keep, "none, so --verify-cmd is refused: %.*s", STR_ARG(why));
    row(d, "sandbox", level == BOX_FULL, state, S("apt-get install bubblewrap"));
}

static void store(Doctor *d)
{
    Err e = {0};
    Store *s = store_open((Str){0}, false, d->c->keep, &e);
    row(d, "store", s != NULL, s ? S("can be written") : e.what,
        S("make $XDG_STATE_HOME (or ~/.local/state) writable"));
    if (s) store_close(s);
}

// The named model is asked for one word.
static void ping(Doctor *d, const LlmOptions *model)
{
    Err e = {0};
    Arena *keep = d->c->keep;
    LlmReply reply;
    Llm *m = llm_open(model, keep, &e);
    LlmRequest q = {
        .system = S("You answer in one word."), .prompt = S("Say: ready"), .max_tokens = 16};
    if (m) e = llm_ask(m, &q, keep, &reply);
    Str state = e.kind
                    ? e.what
                    : str_fmt(keep, "%.*s answered in %.1f s", STR_ARG(model->spec), reply.seconds);
    bool local = str_starts(model->spec, S("ollama:"));
    Str pull = str_fmt(keep, "ollama serve, and ollama pull %.*s",
                       STR_ARG(str_sub(model->spec, str_find(model->spec, S(":")) + 1, -1)));
    row(d, "model", !e.kind, state, local ? pull : S("see doc/guide/local-model.md"));
    if (m) llm_close(m);
}

static void models(Doctor *d)
{
    static const char *const names[] = {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", NULL};
    Buf b = {.keep = d->c->keep};
    AgentOptions agent;
    Err e = model_options(d->c, &agent);
    if (e.kind) {
        row(d, "model", false, e.what, S("mend that setting"));
        return;
    }
    for (Size i = 0; i < agent.nfixers; i++) ping(d, &agent.fixers[i]);
    if (agent.nfixers) return;
    for (int i = 0; names[i]; i++)
        if (os_env(names[i]).len) buf_fmt(&b, "%s%s is set", b.n ? ", " : "", names[i]);
    row(d, "models", b.n > 0,
        b.n ? str_fmt(d->c->keep, "%.*s; suture doctor --model PROVIDER:NAME asks one",
                      STR_ARG(buf_str(&b)))
            : S("none is set up (built-in repair needs none)"),
        S("suture fix --model ollama:qwen2.5-coder PATH, or export OPENAI_API_KEY=…"));
}

int op_doctor(const OpCall *c)
{
    Doctor d = {.c = c, .out = {.keep = c->keep}, .json = conf_flag(c->conf, "json")};
    if (d.json) buf_char(&d.out, '[');
    engines(&d);
    tools(&d);
    sandbox(&d);
    store(&d);
    models(&d);
    Str project = c->conf->project_file;
    row(&d, "settings", true, project.len ? project : S("no project file"), (Str){0});
    if (d.json) buf_add(&d.out, S("\n]\n"));
    op_data(c, buf_str(&d.out));
    return EXIT_CLEAN;
}
