// op/doctor: what works here, what does not, and the one command that mends it. Opens no socket.
// SPDX-License-Identifier: MIT
#include "op/op.h"
#include "peer/peer.h"
#include "store/store.h"

typedef struct { const OpCall *c; Buf out; bool json; Size bad, rows; } Doctor;

static void row(Doctor *d, const char *what, bool good, Str state, Str mend)
{
    d->bad += !good;
    if (d->json) {
        buf_fmt(&d->out, "%s\n{\"what\": \"%s\", \"works\": %s, \"state\": ", d->rows ? "," : "",
                what, good ? "true" : "false");
        op_json_text(&d->out, state);
        buf_add(&d->out, S(", \"mend\": "));
        op_json_text(&d->out, mend);
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
    bool git = starts(d, S("git")), bwrap = starts(d, S("bwrap"));
    row(d, "git", git,
        git ? S("used by --diff and --staged") : S("not installed: no --diff, no --staged"),
        S("apt-get install git"));
    row(d, "sandbox", bwrap,
        bwrap ? S("bubblewrap starts")
              : S("no bubblewrap: --verify-cmd runs at the reduced level or not at all"),
        S("apt-get install bubblewrap"));
}

static void store(Doctor *d)
{
    Err e = {0};
    Store *s = store_open((Str){0}, false, d->c->keep, &e);
    row(d, "store", s != NULL, s ? S("can be written") : e.what,
        S("make $XDG_STATE_HOME (or ~/.local/state) writable"));
    if (s) store_close(s);
}

static void keys(Doctor *d)
{
    static const char *const names[] = {"OPENAI_API_KEY", "ANTHROPIC_API_KEY", NULL};
    Buf b = {.keep = d->c->keep};
    for (int i = 0; names[i]; i++)
        if (os_env(names[i]).len) buf_fmt(&b, "%s%s is set", b.n ? ", " : "", names[i]);
    Str model = conf_text(d->c->conf, "model");
    if (model.len) buf_fmt(&b, "%smodel %.*s", b.n ? ", " : "", STR_ARG(model));
    row(d, "models", b.n > 0, b.n ? buf_str(&b) : S("none is set up (built-in repair needs none)"),
        S("suture fix --model ollama:qwen2.5-coder PATH, or export OPENAI_API_KEY=…"));
}

int op_doctor(const OpCall *c)
{
    Doctor d = {.c = c, .out = {.keep = c->keep}, .json = conf_flag(c->conf, "json")};
    if (d.json) buf_char(&d.out, '[');
    engines(&d);
    tools(&d);
    store(&d);
    keys(&d);
    Str project = c->conf->project_file;
    row(&d, "settings", true, project.len ? project : S("no project file"), (Str){0});
    if (d.json) buf_add(&d.out, S("\n]\n"));
    op_data(c, buf_str(&d.out));
    return EXIT_CLEAN;
}
