// op/hook: called by a coding agent after it wrote a file. The event comes on standard input; what
// it wrote is scanned, and findings on those lines go back to the model by the agent's own way:
// Claude Code reads standard error of exit 2, Codex and Cursor read JSON on standard output.
// Anything but Python passes in silence.
// SPDX-License-Identifier: MIT
#include "op/changes.h"
#include "op/judge.h"
#include <jansson.h>

enum { EVENT_MOST = 64 << 20, MOST_SAID = 10, TELL_AGENT = 2, MOST_LOOPS = 3 };

// ---- what the event says was written

static Str text_of(json_t *v, Arena *keep)
{
    if (!json_is_string(v)) return (Str){"", 0};
    return str_keep(keep, (Str){json_string_value(v), (Size)json_string_length(v)});
}

static Str member(json_t *o, const char *key, Arena *keep)
{
    return text_of(json_object_get(o, key), keep);
}

static bool is_ours(Str path)
{
    return str_ends(path, S(".py")) || str_ends(path, S(".pyw")) || str_ends(path, S(".ipynb"));
}

static ChangedFile *changed(Changes *all, Str folder, Str path, Arena *keep)
{
    bool whole = !path.len || path.s[0] == '/' || !folder.len;
    if (!whole) path = str_fmt(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(path));
    if (!is_ours(path)) return NULL;
    for (Size i = 0; i < all->n; i++)
        if (str_eq(all->v[i].path, path)) return &all->v[i];
    ChangedFile *f = push(keep, all);
    *f = (ChangedFile){.path = path};
    return f;
}

static int lines_in(Str text)
{
    int n = 0;
    for (Size i = 0; i < text.len; i++) n += text.s[i] == '\n';
    return n;
}

// Every place where a written text stands now. A text that is not there was changed since: then the
// whole file counts.
static void add_written(ChangedFile *f, Str written, Arena *keep)
{
    Str text;
    bool found = false;
    if (!written.len || f->whole) return;
    if (os_read(f->path, EVENT_MOST, keep, &text).kind) return;
    for (Size from = 0; from <= text.len;) {
        Size at = str_find(str_sub(text, from, -1), written);
        if (at < 0) break;
        int first = 1 + lines_in(str_sub(text, 0, from + at));
        int n = lines_in(str_sub(written, 0, written.len - 1));
        *push(keep, &f->lines) = (ChangedLines){first, first + n};
        from += at + written.len;
        found = true;
    }
    f->whole |= !found;
}

// The lines that its own record of the edit marks with a plus. False: there is no such record.
static bool add_hunks(ChangedFile *f, json_t *hunks, Arena *keep)
{
    size_t i, k;
    json_t *hunk, *line;
    json_array_foreach(hunks, i, hunk)
    {
        json_int_t at = json_integer_value(json_object_get(hunk, "newStart"));
        json_array_foreach(json_object_get(hunk, "lines"), k, line)
        {
            Str text = text_of(line, keep);
            if (at < 1 || at > INT32_MAX - 1 || str_starts(text, S("\\"))) continue;
            if (str_starts(text, S("+"))) *push(keep, &f->lines) = (ChangedLines){(int)at, (int)at};
            at += !str_starts(text, S("-"));
        }
    }
    return f->lines.n > 0;
}

static void of_claude(json_t *event, Changes *out, Arena *keep)
{
    json_t *input = json_object_get(event, "tool_input"), *edits, *one;
    Str path = member(input, "file_path", keep), cwd = member(event, "cwd", keep);
    size_t i;
    if (!path.len) path = member(input, "notebook_path", keep);
    ChangedFile *f = changed(out, cwd, path, keep);
    json_t *did = json_object_get(event, "tool_response");
    if (!f || add_hunks(f, json_object_get(did, "structuredPatch"), keep)) return;
    edits = json_object_get(input, "edits");
    if (json_is_string(json_object_get(input, "new_string")) && !str_ends(path, S(".ipynb")))
        add_written(f, member(input, "new_string", keep), keep);
    else if (json_array_size(edits) == 0) f->whole = true;
    json_array_foreach(edits, i, one) add_written(f, member(one, "new_string", keep), keep);
}

// A patch in the words of apply_patch: *** Add File, *** Update File, then lines with + - and blank.
static void of_patch(Str patch, Str folder, Changes *out, Arena *keep)
{
    ChangedFile *f = NULL;
    Buf run = {.keep = keep};
    for (Str line; str_cut(&patch, S("\n"), &line);) {
        bool add = str_starts(line, S("*** Add File: "));
        bool update = str_starts(line, S("*** Update File: "));
        bool plus = str_starts(line, S("+")) && f && !f->whole;
        if (!plus && run.n && f) {
            add_written(f, buf_str(&run), keep);
            run = (Buf){.keep = keep};
        }
        if (plus) buf_fmt(&run, "%.*s\n", STR_ARG(str_sub(line, 1, -1)));
        if (add || update)
            f = changed(out, folder, str_trim(str_sub(line, add ? 14 : 17, -1)), keep);
        if (add && f) f->whole = true;
    }
    if (run.n && f) add_written(f, buf_str(&run), keep);
}

static void of_codex(json_t *event, Changes *out, Arena *keep)
{
    json_t *input = json_object_get(event, "tool_input");
    Str patch = member(input, "command", keep), cwd = member(event, "cwd", keep);
    if (!patch.len) patch = member(input, "input", keep);
    if (!patch.len) patch = member(input, "patch", keep);
    of_patch(patch, cwd, out, keep);
    if (!out->n) of_claude(event, out, keep);
}

// Its edits can't be answered; its end of a turn can: then all that changed since the last commit
// is looked at. So often in a row it may be told, lest it never ends.
static void of_cursor(json_t *event, Changes *out, Arena *keep)
{
    json_t *edits = json_object_get(event, "edits"), *one;
    size_t i;
    ChangedFile *f = changed(out, (Str){"", 0}, member(event, "file_path", keep), keep);
    if (!f) return;
    json_array_foreach(edits, i, one) add_written(f, member(one, "new_string", keep), keep);
    if (!json_array_size(edits)) f->whole = true;
}

// ---- telling the model

static void add_finding(Buf *b, const Finding *f)
{
    const Rule *r = rule_find(f->rule);
    buf_fmt(b, "%.*s:%d: %.*s (CWE-%d, %.*s): %.*s\n", STR_ARG(f->path), f->line, STR_ARG(f->rule),
            f->cwe, STR_ARG(severity_name(f->severity)), STR_ARG(f->message));
    if (r) buf_fmt(b, "  %.*s\n", STR_ARG(r->instead));
    if (f->fix.trust == TRUST_SAFE)
        buf_fmt(b, "  A built-in fix is ready: suture fix --write --select %.*s %.*s\n",
                STR_ARG(f->rule), STR_ARG(f->path));
}

static Str told(const ScanResult *r, Arena *keep)
{
    Buf b = {.keep = keep};
    Size n = r->findings.n;
    if (n)
        buf_fmt(&b, "suture found %td weakness%s in what was written. Repair %s before going on:\n",
                n, n == 1 ? "" : "es", n == 1 ? "it" : "them");
    for (Size i = 0; i < n && i < MOST_SAID; i++) add_finding(&b, &r->findings.v[i]);
    if (n > MOST_SAID) buf_fmt(&b, "… and %td more: suture scan\n", n - MOST_SAID);
    for (Size i = 0; i < r->missing.n && i < MOST_SAID; i++) {
        const NotAnalysed *m = &r->missing.v[i];
        buf_fmt(&b, "%.*s:%d: could not be analysed: %.*s\n", STR_ARG(m->path), m->line,
                STR_ARG(m->why));
    }
    return str_trim(buf_str(&b));
}

static int by_exit(const OpCall *c, Str text)
{
    if (text.len) c->out->say(c->out, text);
    return text.len ? TELL_AGENT : EXIT_CLEAN;
}

static int by_json(const OpCall *c, Str text, const char *head)
{
    Buf b = {.keep = c->keep};
    buf_char(&b, '{');
    if (text.len) {
        buf_add(&b, str_of(head));
        op_json_text(&b, text);
    }
    buf_add(&b, S("}\n"));
    op_data(c, buf_str(&b));
    return EXIT_CLEAN;
}

static int by_decision(const OpCall *c, Str text)
{
    return by_json(c, text, "\"decision\": \"block\", \"reason\": ");
}

static int by_followup(const OpCall *c, Str text)
{
    return by_json(c, text, "\"followup_message\": ");
}

typedef struct {
    Str name;
    void (*written)(json_t *event, Changes *out, Arena *keep);
    int (*tell)(const OpCall *c, Str text);
} Agent;

static const Agent agents[] = {{L("claude"), of_claude, by_exit},
                               {L("codex"), of_codex, by_decision},
                               {L("cursor"), of_cursor, by_followup}};

static const Agent *agent_of(Str name)
{
    for (Size i = 0; i < countof(agents); i++)
        if (str_eq(agents[i].name, name)) return &agents[i];
    return NULL;
}

// ---- the scan

// At the end of a turn: the files that changed since the last commit, in the folder of the event.
static Err of_turn(const OpCall *c, json_t *event, Changes *out)
{
    JudgeInput in = {0};
    json_t *loops = json_object_get(event, "loop_count");
    bool ends = str_eq(member(event, "hook_event_name", c->keep), S("stop"));
    if (!ends || json_integer_value(loops) >= MOST_LOOPS) return (Err){0};
    Err e = changes_read(c, S("HEAD"), &in, out);
    Size n = 0;
    for (Size i = 0; i < out->n && !e.kind; i++)
        if (is_ours(out->v[i].path)) out->v[n++] = out->v[i];
    out->n = n;
    return e;
}

static Str short_path(Str path, Arena *keep)
{
    Str cwd = os_real(S("."), keep);
    Str inside = path_below(path, cwd);
    return inside.s ? inside : path;
}

static Err scan_changed(const OpCall *c, Changes *changes, ScanResult *result)
{
    ScanOptions o;
    Err e = judge_options(c, &o);
    if (e.kind) return e;
    o.want_fixes = true;
    Session *s = session_new(&o, c->keep, &e);
    if (!s) return e;
    Str *paths = new (c->keep, Str, changes->n);
    Size n = 0;
    for (Size i = 0; i < changes->n; i++) {
        if (os_stat(changes->v[i].path, true, *c->keep).kind != OS_FILE) continue;
        paths[n++] = short_path(changes->v[i].path, c->keep);
        changes->v[i].path = os_real(changes->v[i].path, c->keep);
    }
    *result = (ScanResult){0};
    if (n) e = scan_paths(s, paths, n, NULL, 0, c->keep, result);
    session_end(s);
    if (!e.kind) changes_keep(changes, result, c->keep);
    return e;
}

int op_hook(const OpCall *c)
{
    const Agent *agent = agent_of(c->words[0]);
    ScanResult result = {0};
    Changes changes = {0};
    Str event;
    if (!agent) {
        op_say(c, "suture: there is a hook for claude, codex and cursor, not for '%.*s'",
               STR_ARG(c->words[0]));
        return EXIT_USAGE;
    }
    Err e = op_read(S("-"), EVENT_MOST, c->keep, &event);
    if (e.kind) return op_fail(c, e);
    json_t *doc = json_loadb(event.s, (size_t)event.len, 0, NULL);
    agent->written(doc, &changes, c->keep);
    if (!changes.n && str_eq(agent->name, S("cursor"))) e = of_turn(c, doc, &changes);
    json_decref(doc);
    if (!e.kind && changes.n) e = scan_changed(c, &changes, &result);
    if (e.kind) return op_fail(c, e);
    return agent->tell(c, told(&result, c->keep));
}
