// peer/ruff: runs Ruff's security rules (flake8-bandit, S; https://docs.astral.sh/ruff/rules) and
// reads its JSON. The project's own Ruff configuration and its noqa comments are not asked for.
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"

enum { FILES_AT_ONCE = 2000 };

static void read_one(Reading *r, const json_t *o)
{
    Str name = peer_text(o, "filename", r->keep), code = peer_text(o, "code", r->keep);
    Str message = peer_text(o, "message", r->keep);
    Size i = peer_file(r, name);
    const json_t *from = json_object_get(o, "location"), *to = json_object_get(o, "end_location");
    if (i < 0) {
        peer_miss(
            r->out, r->keep, (Str){0},
            str_fmt(r->keep, "ruff speaks of '%.*s', which it was not asked about", STR_ARG(name)));
        return;
    }
    if (!str_starts(code, S("S")) || code.len < 4) { // a file that it could not read
        peer_miss(r->out, r->keep, r->files[i].path,
                  str_fmt(r->keep, "ruff: %.*s", STR_ARG(message)));
        return;
    }
    Finding f = {
        .rule = code,
        .engine = S("ruff"),
        .path = r->files[i].path,
        .title = message,
        .message = message,
        .cwe = bandit_cwe(code, 0),
        .severity = SEV_MEDIUM,
        .confidence = CONF_MEDIUM,
        .line = peer_int(from, "row"),
        .col = peer_int(from, "column") - 1,
        .end_line = peer_int(to, "row"),
        .end_col = peer_int(to, "column") - 1,
    };
    if (f.line < 1) f.line = 1;
    if (f.end_line < f.line) f.end_line = f.line;
    f.fingerprint = str_hash(f.rule) ^ ((uint64_t)f.line * 31);
    *push(r->keep, &r->out->findings) = f;
}

static void run_some(Reading *r, const Peer *p)
{
    struct {
        Str *v;
        Size n, cap;
    } argv = {0};
    OsDone done;
    size_t i;
    json_t *o;
    const Str options[] = {p->program,           S("check"),    S("--isolated"),
                           S("--no-cache"),      S("--select"), S("S"),
                           S("--output-format"), S("json"),     S("--exit-zero"),
                           S("--ignore-noqa"),   S("--quiet"),  S("--")};
    for (Size k = 0; k < countof(options); k++) *push(r->keep, &argv) = options[k];
    for (Size k = 0; k < r->n; k++) *push(r->keep, &argv) = r->where[k];
    if (!peer_exec(r, argv.v, argv.n, (Str){0}, &done)) return;
    json_t *doc = peer_json(r, &done);
    if (doc && !json_is_array(doc))
        peer_miss(r->out, r->keep, (Str){0}, S("ruff printed no list of findings"));
    json_array_foreach(doc, i, o) read_one(r, o);
    json_decref(doc);
}

void ruff_run(Reading *all, const Peer *p)
{
    for (Size i = 0; i < all->n && !os_stopped(); i += FILES_AT_ONCE) {
        Reading r = *all;
        r.files += i;
        r.where += i;
        r.n = all->n - i < FILES_AT_ONCE ? all->n - i : FILES_AT_ONCE;
        run_some(&r, p);
    }
}
