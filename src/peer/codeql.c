// peer/codeql: makes a CodeQL database of the files and analyses it with the security suite
// (https://docs.github.com/code-security/codeql-cli); its SARIF is read like any tool's.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"

static bool step(Reading *r, const Str *argv, Size n, const char *what)
{
    OsDone done;
    if (!peer_exec(r, argv, n, (Str){0}, &done)) return false;
    if (!done.code) return true;
    Str said = str_trim(done.err), last = str_sub(said, str_rfind(said, '\n') + 1, -1);
    peer_miss(r->out, r->keep, (Str){0},
              str_fmt(r->keep, "codeql %s failed (exit %d): %.*s", what, done.code, STR_ARG(last)));
    return false;
}

static void analyse(Reading *r, const Peer *p, Str folder)
{
    Arena *keep = r->keep;
    Str source = str_fmt(keep, "%.*s/source", STR_ARG(folder));
    Str base = str_fmt(keep, "%.*s/database", STR_ARG(folder));
    Str report = str_fmt(keep, "%.*s/report.sarif", STR_ARG(folder)), text;
    Str *where = new (keep, Str, r->n);
    Err e = os_make_dirs(source, 0700, keep);
    if (!e.kind) e = peer_tree(r, source, where);
    if (e.kind) {
        peer_miss(r->out, keep, (Str){0}, e.what);
        return;
    }
    r->where = where;
    r->root = source;
    const Str create[] = {p->program, S("database"),          S("create"),
                          base,       S("--language=python"), S("--source-root"),
                          source};
    const Str look[] = {p->program,
                        S("database"),
                        S("analyze"),
                        base,
                        S("codeql/python-queries:codeql-suites/python-security-extended.qls"),
                        S("--format=sarif-latest"),
                        S("--output"),
                        report};
    if (!step(r, create, countof(create), "database create")) return;
    if (!step(r, look, countof(look), "database analyze")) return;
    e = os_read(report, PEER_MOST_OUTPUT, keep, &text);
    if (e.kind) peer_miss(r->out, keep, (Str){0}, e.what);
    else sarif_into(r, text);
}

void codeql_run(Reading *r, const Peer *p)
{
    Str folder;
    Err e = os_temp_folder(r->keep, &folder);
    if (e.kind) peer_miss(r->out, r->keep, (Str){0}, e.what);
    else analyse(r, p, folder);
    if (!e.kind) os_remove_all(folder);
}
