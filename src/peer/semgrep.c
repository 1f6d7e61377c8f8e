// peer/semgrep: runs Semgrep with the rules that --engine semgrep:FILE names, without its metrics and
// version check, and reads its JSON (https://semgrep.dev/docs/semgrep-appsec-platform/json-and-sarif).
// SPDX-License-Identifier: MIT
#include "peer/peer_int.h"
#include <stdlib.h>

enum { FILES_AT_ONCE = 500 };

static Severity severity_of(Str word)
{
    if (str_eq(word, S("ERROR")) || str_eq(word, S("HIGH")) || str_eq(word, S("CRITICAL")))
        return SEV_HIGH;
    return str_eq(word, S("INFO")) || str_eq(word, S("LOW")) ? SEV_LOW : SEV_MEDIUM;
}

static Confidence confidence_of(Str word)
{
    if (str_eq(word, S("LOW"))) return CONF_LOW;
    return str_eq(word, S("HIGH")) ? CONF_HIGH : CONF_MEDIUM;
}

// "cwe" in a rule's metadata is a text or a list of texts: "CWE-89: Improper …".
static void read_cwes(const json_t *metadata, Arena *keep, Finding *f)
{
    const json_t *cwe = json_object_get(metadata, "cwe");
    size_t i;
    json_t *one;
    if (json_is_string(cwe)) f->cwe = peer_cwe(peer_text(metadata, "cwe", keep));
    json_array_foreach(cwe, i, one)
    {
        int n = peer_cwe(str_of(json_string_value(one)));
        if (!f->cwe) f->cwe = n;
        else if (!f->also[0]) f->also[0] = n;
        else if (!f->also[1]) f->also[1] = n;
    }
}

static void read_result(Reading *r, const json_t *o)
{
    const json_t *extra = json_object_get(o, "extra"), *from = json_object_get(o, "start"),
                 *to = json_object_get(o, "end"), *about = json_object_get(extra, "metadata");
    Size i = peer_file(r, peer_text(o, "path", r->keep));
    Str id = peer_text(o, "check_id", r->keep);
    if (i < 0) return;
    Finding f = {
        .rule = str_sub(id, str_rfind(id, '.') + 1, -1),
        .engine = S("semgrep"),
        .path = r->files[i].path,
        .message = peer_text(extra, "message", r->keep),
        .severity = severity_of(peer_text(extra, "severity", r->keep)),
        .confidence = confidence_of(peer_text(about, "confidence", r->keep)),
        .line = peer_int(from, "line"),
        .col = peer_int(from, "col") - 1,
        .end_line = peer_int(to, "line"),
        .end_col = peer_int(to, "col") - 1,
    };
    f.title = f.rule;
    read_cwes(about, r->keep, &f);
    if (f.line < 1) f.line = 1;
    if (f.end_line < f.line) f.end_line = f.line;
    f.fingerprint = str_hash(f.rule) ^ ((uint64_t)f.line * 31);
    *push(r->keep, &r->out->findings) = f;
}

static void read_error(Reading *r, const json_t *o)
{
    Str message = peer_text(o, "message", r->keep), path = peer_text(o, "path", r->keep);
    Size i = path.len ? peer_file(r, path) : -1;
    if (str_eq(peer_text(o, "level", r->keep), S("info"))) return;
    (void)str_cut(&message, S("\n"), &path);
    peer_miss(r->out, r->keep, i < 0 ? (Str){0} : r->files[i].path,
              str_fmt(r->keep, "semgrep: %.*s", STR_ARG(str_sub(path, 0, 300))));
}

static void read_skipped(Reading *r, const json_t *o)
{
    Size i = peer_file(r, peer_text(o, "path", r->keep));
    Str why = peer_text(o, "reason", r->keep);
    if (i >= 0)
        peer_miss(r->out, r->keep, r->files[i].path,
                  str_fmt(r->keep, "semgrep skipped it: %.*s", STR_ARG(why)));
}

static void read_report(Reading *r, const OsDone *done)
{
    json_t *doc = peer_json(r, done), *o;
    size_t i;
    if (doc && !json_is_array(json_object_get(doc, "results")))
        peer_miss(r->out, r->keep, (Str){0}, S("semgrep printed no results"));
    json_array_foreach(json_object_get(doc, "results"), i, o) read_result(r, o);
    json_array_foreach(json_object_get(doc, "errors"), i, o) read_error(r, o);
    json_array_foreach(json_object_get(json_object_get(doc, "paths"), "skipped"), i, o)
        read_skipped(r, o);
    json_decref(doc);
}

void semgrep_run(Reading *all, const Peer *p)
{
    const Str options[] = {p->program,           S("scan"),
                           S("--json"),          S("--quiet"),
                           S("--metrics=off"),   S("--disable-version-check"),
                           S("--no-git-ignore"), S("--disable-nosem"),
                           S("--config"),        all->argument};
    for (Size i = 0; i < all->n && !os_stopped(); i += FILES_AT_ONCE) {
        struct {
            Str *v;
            Size n, cap;
        } argv = {0};
        Reading r = *all;
        OsDone done;
        r.files += i;
        r.where += i;
        r.n = all->n - i < FILES_AT_ONCE ? all->n - i : FILES_AT_ONCE;
        for (Size k = 0; k < countof(options); k++) *push(r.keep, &argv) = options[k];
        for (Size k = 0; k < r.n; k++) *push(r.keep, &argv) = r.where[k];
        if (peer_exec(&r, argv.v, argv.n, (Str){0}, &done)) read_report(&r, &done);
    }
}
