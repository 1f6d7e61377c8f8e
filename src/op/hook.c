// op/hook: called by a coding agent after it wrote a file: the event comes on standard input,
// findings go to standard error with exit 2, which is how such an agent is told. Anything but a
// Python file passes in silence.
// SPDX-License-Identifier: MIT
#include "op/judge.h"
#include <jansson.h>

enum { EVENT_MOST = 16 << 20, MOST_SAID = 10, TELL_AGENT = 2 };

static Str path_of_event(Str event, Arena *keep)
{
    json_t *doc = json_loadb(event.s, (size_t)event.len, 0, NULL);
    json_t *path = json_object_get(json_object_get(doc, "tool_input"), "file_path");
    Str out = json_is_string(path) ? str_keep(keep, str_of(json_string_value(path))) : (Str){"", 0};
    json_decref(doc);
    return out;
}

static void say_finding(const OpCall *c, const Finding *f)
{
    const Rule *r = rule_find(f->rule);
    op_say(c, "%.*s:%d: %.*s (CWE-%d, %.*s): %.*s", STR_ARG(f->path), f->line, STR_ARG(f->rule),
           f->cwe, STR_ARG(severity_name(f->severity)), STR_ARG(f->message));
    if (r) op_say(c, "  %.*s", STR_ARG(r->instead));
}

static int tell(const OpCall *c, const ScanResult *r)
{
    Size n = r->findings.n;
    if (!n) return EXIT_CLEAN;
    op_say(c, "suture found %td weakness%s in what was written. Repair them before going on:", n,
           n == 1 ? "" : "es");
    for (Size i = 0; i < n && i < MOST_SAID; i++) say_finding(c, &r->findings.v[i]);
    if (n > MOST_SAID) op_say(c, "… and %td more: suture scan", n - MOST_SAID);
    return TELL_AGENT;
}

int op_hook(const OpCall *c)
{
    ScanOptions o;
    ScanResult result;
    Str event;
    if (!str_eq(c->words[0], S("claude"))) {
        op_say(c, "suture: there is a hook for claude, not for '%.*s'", STR_ARG(c->words[0]));
        return EXIT_USAGE;
    }
    Err e = op_read(S("-"), EVENT_MOST, c->keep, &event);
    if (!e.kind) e = judge_options(c, &o);
    if (e.kind) return op_fail(c, e);
    Str path = path_of_event(event, c->keep);
    if (!str_ends(path, S(".py"))) return EXIT_CLEAN;
    Session *s = session_new(&o, c->keep, &e);
    if (!s) return op_fail(c, e);
    e = scan_paths(s, &path, 1, NULL, 0, c->keep, &result);
    session_end(s);
    return e.kind ? op_fail(c, e) : tell(c, &result);
}
