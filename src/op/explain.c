// op/explain: all that is known of one line, found or not found; or of a rule.
// SPDX-License-Identifier: MIT
#include "op/judge.h"
#include "report/report.h"

static bool number_behind(Str word, Str *path, int *line)
{
    int64_t n;
    Size colon = str_rfind(word, ':');
    if (colon <= 0 || !str_int(str_sub(word, colon + 1, -1), &n) || n < 1 || n > INT32_MAX)
        return false;
    *path = str_sub(word, 0, colon);
    *line = (int)n;
    return true;
}

// FILE:LINE, and FILE:LINE:COLUMN as editors and other tools write a place.
static bool file_and_line(Str word, Str *path, int *line, Arena scratch)
{
    Str file;
    int first;
    if (!number_behind(word, path, line)) return false;
    if (os_stat(*path, true, scratch).kind != OS_FILE && number_behind(*path, &file, &first) &&
        os_stat(file, true, scratch).kind == OS_FILE)
        *path = file, *line = first;
    return true;
}

// ---- the project around a file, which is scanned as `suture scan` there would

typedef struct { Str scan, file; } Around;       // what to scan; the file as that scan names it

static bool holds(Str folder, const char *name, Arena scratch)
{
    Str path = str_fmt(&scratch, "%.*s/%s", STR_ARG(folder), name);
    return os_stat(path, true, scratch).kind != OS_NONE;
}

// The nearest folder upward that a project begins in; else the file's, or that of its package.
static Str project_of(Str file, Arena scratch)
{
    static const char *const marks[] = {".git", "pyproject.toml", "setup.py", "setup.cfg",
                                        "suture.toml"};
    Str folder = path_folder(file);
    for (Str up = folder; up.len > 1; up = path_folder(up))
        for (Size i = 0; i < countof(marks); i++)
            if (holds(up, marks[i], scratch)) return up;
    while (folder.len > 1 && holds(folder, "__init__.py", scratch)) folder = path_folder(folder);
    return folder.len ? folder : S("/");
}

// path below folder, "." for the folder itself; s NULL when it lies elsewhere.
static Str below(Str folder, Str path)
{
    if (str_eq(folder, path)) return S(".");
    if (str_eq(folder, S("/"))) return str_sub(path, 1, -1);
    return path_below(path, folder);
}

static Around around(Str path, Arena *keep)
{
    Str file = os_real(path, keep), cwd = os_real(os_cwd(keep), keep);
    if (!str_starts(file, S("/"))) return (Around){path, path};
    Str root = project_of(file, *keep), from_cwd = below(cwd, file);
    bool cwd_inside = below(root, cwd).s != NULL;
    if (from_cwd.s && cwd_inside) return (Around){S("."), from_cwd};
    Str root_below = below(cwd, root);
    return root_below.s ? (Around){root_below, from_cwd} : (Around){root, file};
}

// ---- what is known, for people and for programs

static void paint(const OpCall *c, Buf *b, const char *style, Str text)
{
    if (c->out->color) buf_fmt(b, "\x1b[%sm", style);
    report_clean(b, text);
    if (c->out->color) buf_add(b, S("\x1b[0m"));
}

static Str danger(Kinds k, Arena *keep) { return kinds_text(k & KINDS_TEXT, keep); }

static Str nature(Kinds k, Arena *keep)
{
    Str s = kinds_text(k & KINDS_NATURE, keep);
    return s.len ? s : S("of unknown origin");
}

static void known_head(const OpCall *c, Buf *b, Str path, int line, const FlowKnown *k, Str code)
{
    paint(c, b, "1", str_fmt(c->keep, "%.*s:%d", STR_ARG(path), line));
    buf_add(b, S("  in "));
    paint(c, b, "1", k->function.len ? k->function : S("<module>"));
    if (k->called.len) buf_add(b, S(": ")), report_clean(b, k->called);
    buf_fmt(b, "\n\n  %5d | ", line);
    report_clean(b, code);
    buf_add(b, S("\n\n"));
    if (!k->why.len) return;
    buf_add(b, S("  "));
    report_clean(b, k->why);
    buf_add(b, S("\n\n"));
}

static void known_sinks(const OpCall *c, Buf *b, const FlowKnown *k)
{
    for (Size i = 0; i < k->sinks.n; i++) {
        const KnownSink *s = &k->sinks.v[i];
        Str what = danger(s->kinds, c->keep);
        buf_add(b, S("  "));
        paint(c, b, "1", s->code);
        if (what.len) buf_fmt(b, " (dangerous for %.*s)", STR_ARG(what));
        if (s->argument.len) {
            buf_add(b, S(" gets `"));
            report_clean(b, s->argument);
            buf_char(b, '`');
        }
        buf_add(b, S("\n      "));
        paint(c, b, s->reported ? "31" : "32", s->says);
        buf_char(b, '\n');
    }
    if (k->sinks.n) buf_char(b, '\n');
}

static void known_values(const OpCall *c, Buf *b, const FlowKnown *k)
{
    if (k->values.n) buf_add(b, S("  values on this line\n"));
    for (Size i = 0; i < k->values.n; i++) {
        const KnownValue *v = &k->values.v[i];
        buf_add(b, S("    "));
        report_clean(b, v->code);
        for (Size at = v->code.len; at < 30; at++) buf_char(b, ' ');
        buf_add(b, S("  "));
        report_clean(b, v->is);
        if (v->carries) {
            buf_add(b, S("; "));
            paint(c, b, "33", str_fmt(c->keep, "outside data: %.*s",
                                      STR_ARG(nature(v->carries, c->keep))));
        } else if (v->safe) {
            buf_fmt(b, "; from outside (%.*s), made harmless", STR_ARG(nature(v->safe, c->keep)));
        }
        buf_char(b, '\n');
    }
}

static void member(Buf *b, const char *name, Str text, const char *end)
{
    buf_fmt(b, "\"%s\": ", name);
    op_json_text(b, text);
    buf_add(b, str_of(end));
}

static Str known_json(const OpCall *c, Str path, int line, const FlowKnown *k, Str code)
{
    Buf b = {.keep = c->keep};
    buf_char(&b, '{');
    member(&b, "path", path, ", ");
    buf_fmt(&b, "\"line\": %d, ", line);
    member(&b, "code", code, ", ");
    member(&b, "function", k->function, ", ");
    member(&b, "called", k->called, ", ");
    member(&b, "why", k->why, ", \"sinks\": [");
    for (Size i = 0; i < k->sinks.n; i++) {
        const KnownSink *s = &k->sinks.v[i];
        buf_add(&b, i ? S(", {") : S("{"));
        member(&b, "callee", s->code, ", ");
        member(&b, "argument", s->argument, ", ");
        member(&b, "dangerous_for", danger(s->kinds, c->keep), ", ");
        member(&b, "says", s->says, ", ");
        buf_fmt(&b, "\"reported\": %s}", s->reported ? "true" : "false");
    }
    buf_add(&b, S("], \"values\": ["));
    for (Size i = 0; i < k->values.n; i++) {
        const KnownValue *v = &k->values.v[i];
        buf_add(&b, i ? S(", {") : S("{"));
        member(&b, "code", v->code, ", ");
        member(&b, "is", v->is, ", ");
        member(&b, "outside", v->carries ? nature(v->carries, c->keep) : (Str){0}, ", ");
        member(&b, "dangerous_for", danger(v->carries, c->keep), "}");
    }
    buf_add(&b, S("]}"));
    return buf_str(&b);
}

// ---- one line

static void keep_line(ScanResult *r, Str path, int line)
{
    Size n = 0, m = 0;
    for (Size i = 0; i < r->findings.n; i++) {
        const Finding *f = &r->findings.v[i];
        if (str_eq(f->path, path) && f->line <= line && line <= f->end_line)
            r->findings.v[n++] = *f;
    }
    r->findings.n = n;
    for (Size i = 0; i < r->missing.n; i++)
        if (str_eq(r->missing.v[i].path, path)) r->missing.v[m++] = r->missing.v[i];
    r->missing.n = m;
    r->notes.n = r->hidden = 0;
    r->files.v[0] = path;
    r->files.n = 1;
}

static Err look(const OpCall *c, ScanOptions *o, Str scan, Str file, ScanResult *out)
{
    Err e = {0};
    o->explain_path = file;
    Session *s = session_new(o, c->keep, &e);
    if (s) e = scan_paths(s, &scan, 1, NULL, 0, c->keep, out);
    session_end(s);
    return e;
}

static Str line_text(Str path, int line, Arena *keep)
{
    Str text, row = {0};
    if (os_read(path, SCAN_MOST_BYTES, keep, &text).kind) return row;
    for (int i = 0; i < line; i++)
        if (!str_cut(&text, S("\n"), &row)) return (Str){0};
    return str_ends(row, S("\r")) ? str_sub(row, 0, row.len - 1) : row;
}

static void say_rules(const OpCall *c, const ScanResult *r)
{
    for (Size i = 0; i < r->findings.n; i++) {
        const Rule *rule = rule_find(r->findings.v[i].rule);
        bool again = i && str_eq(r->findings.v[i].rule, r->findings.v[i - 1].rule);
        if (rule && !again)
            op_data(c, str_fmt(c->keep, "%.*s: %.*s\n  Why      %.*s\n  Instead  %.*s\n"
                               "  More     suture explain %.*s\n\n", STR_ARG(rule->id),
                               STR_ARG(rule->title), STR_ARG(rule->why), STR_ARG(rule->instead),
                               STR_ARG(rule->id)));
    }
}

static bool only_text(const Conf *c)
{
    const ConfValue *v = conf_value(c, "format");
    return v->n == 1 && str_eq(v->v[0], S("text"));
}

static int explain_line(const OpCall *c, Str path, int line)
{
    ScanOptions o;
    ScanResult r;
    JudgeInput in = {0};
    Around a = around(path, c->keep);
    Err e = judge_formats(c);
    if (!e.kind) e = judge_options(c, &o);
    if (e.kind) return op_fail(c, e);
    o.profile = PROFILE_AUDIT;
    o.want_fixes = o.show_hidden = true;
    o.explain_line = line;
    e = look(c, &o, a.scan, a.file, &r);
    o.all_files = true;                                 // one that a scan of the project leaves out
    if (e.kind || !r.explained) e = look(c, &o, a.file = path, path, &r);
    c->out->progress(c->out, (Str){0});
    if (e.kind) return op_fail(c, e);
    if (!r.files.n) *push(c->keep, &r.files) = a.file;
    *push(c->keep, &in.paths) = path;
    keep_line(&r, a.file, line);
    Str code = line_text(path, line, c->keep);
    if (!code.s && str_ends(path, S(".py")) && os_stat(path, true, *c->keep).kind == OS_FILE)
        return op_fail(c, err_new(c->keep, ERR_CONFIG, "%.*s has no line %d", STR_ARG(path), line));
    r.known_json = known_json(c, a.file, line, &r.known, code);
    int status = judge_exit(&r, SEV_LOW);
    if (!only_text(c->conf)) return judge_report(c, &r, &in, status);
    Buf b = {.keep = c->keep};
    known_head(c, &b, a.file, line, &r.known, code);
    op_data(c, buf_str(&b));
    b = (Buf){.keep = c->keep};
    if (r.findings.n || r.missing.n) status = judge_report(c, &r, &in, status);
    if (r.findings.n) op_data(c, S("\n"));
    say_rules(c, &r);
    known_sinks(c, &b, &r.known);
    known_values(c, &b, &r.known);
    op_data(c, buf_str(&b));
    return status;
}

int op_explain(const OpCall *c)
{
    Str path;
    int line;
    if (file_and_line(c->words[0], &path, &line, *c->keep)) return explain_line(c, path, line);
    const Rule *r = rule_called(c->words[0]);
    Size colon = str_rfind(c->words[0], ':');
    Str file = str_sub(c->words[0], 0, colon > 0 ? colon : 0);
    if (!r && file.len && os_stat(file, true, *c->keep).kind == OS_FILE)
        return op_fail(c, err_new(c->keep, ERR_CONFIG, "'%.*s' is no line of %.*s: they are counted from 1",
                                  STR_ARG(str_sub(c->words[0], colon + 1, -1)), STR_ARG(file)));
    if (!r) return op_no_rule(c, c->words[0]);
    op_data(c, rule_text(r, c->out->data_columns, c->keep));
    return EXIT_CLEAN;
}
