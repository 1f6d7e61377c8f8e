// peer/peer: runs an analyser over files of which some exist only as texts: those are laid out in a
// temporary folder first. The last thing here is the table of analysers.
// SPDX-License-Identifier: MIT
#include "peer/peer.h"
#include "peer/peer_int.h"

const Peer *peer_find(Str name)
{
    Size colon = str_find(name, S(":"));
    name = str_sub(name, 0, colon);
    for (Size i = 0; i < all_peers_n; i++)
        if (str_eq(all_peers[i].name, name)) return &all_peers[i];
    return NULL;
}

Str peer_version(const Peer *p, Arena *keep)
{
    Str argv[] = {p->program, S("--version")}, line;
    OsDone done = {0};
    OsRun run = {.argv = argv, .argc = countof(argv), .timeout = 120, .most = 1 << 16};
    peer_environment(keep, &run.env, &run.nenv);
    if (os_run(&run, keep, &done).kind || done.code != 0) return (Str){"", 0};
    (void)str_cut(&done.out, S("\n"), &line);
    line = str_trim(line);
    return str_sub(line, str_rfind(line, ' ') + 1, -1);
}

// Where the analyser will find each file. An argument that begins with a dash would be an option.
static Err lay_out(const PeerFile *files, Size n, Str folder, Str *where, Arena *keep)
{
    Err e = {0};
    for (Size i = 0; i < n && !e.kind; i++) {
        Str path = files[i].path, name = path_last(path);
        where[i] = str_starts(path, S("-")) ? str_fmt(keep, "./%.*s", STR_ARG(path)) : path;
        if (!files[i].has_text) continue;
        Str own = str_fmt(keep, "%.*s/%td", STR_ARG(folder), i);
        where[i] = str_fmt(keep, "%.*s/%.*s", STR_ARG(own),
                           STR_ARG(str_ends(name, S(".py")) ? name : S("stdin.py")));
        e = os_make_dirs(own, 0700, keep);
        if (!e.kind) e = os_write_atomic(where[i], files[i].text, keep);
    }
    return e;
}

void peer_run(const Peer *p, const PeerFile *files, Size n, Arena *keep, PeerResult *out)
{
    peer_ask(p->name, files, n, keep, out);
}

void peer_ask(Str asked, const PeerFile *files, Size n, Arena *keep, PeerResult *out)
{
    const Peer *p = peer_find(asked);
    Size colon = str_find(asked, S(":"));
    Str folder = {0}, *where = new (keep, Str, n);
    check(p);
    *out = (PeerResult){.name = p->name};
    Reading r = {
        .files = files, .where = where, .n = n, .engine = p->name, .keep = keep, .out = out};
    if (colon >= 0) r.argument = str_sub(asked, colon + 1, -1);
    if (p->needs_argument && !r.argument.len) {
        peer_miss(out, keep, (Str){0},
                  str_fmt(keep, "%.*s needs %.*s: --engine %.*s:FILE", STR_ARG(p->name),
                          STR_ARG(p->argument), STR_ARG(p->name)));
        return;
    }
    out->version = peer_version(p, keep);
    if (!out->version.len) {
        peer_miss(out, keep, (Str){0},
                  str_fmt(keep, "%.*s is not installed or does not start; try: %.*s",
                          STR_ARG(p->program), STR_ARG(p->install)));
        return;
    }
    bool laid_out = false;
    for (Size i = 0; i < n; i++) laid_out |= files[i].has_text;
    Err e = laid_out ? os_temp_folder(keep, &folder) : (Err){0};
    if (!e.kind) e = lay_out(files, n, folder, where, keep);
    if (e.kind) peer_miss(out, keep, (Str){0}, e.what);
    else p->run(&r, p);
    if (folder.len) os_remove_all(folder);
}

const Peer all_peers[] = {
    {L("bandit"), L("bandit"), L("pipx install bandit"), L(""), false, bandit_run},
    {L("ruff"), L("ruff"), L("pipx install ruff"), L(""), false, ruff_run},
    {L("semgrep"), L("semgrep"), L("pipx install semgrep"), L("its rules"), true, semgrep_run},
    {L("pysa"), L("pyre"), L("pipx install pyre-check"), L(""), false, pysa_run},
    {L("codeql"), L("codeql"), L("https://github.com/github/codeql-cli-binaries"), L(""), false,
     codeql_run},
};
const Size all_peers_n = countof(all_peers);
