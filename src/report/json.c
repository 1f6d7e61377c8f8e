// report/json: for programs. The form is doc/schema/scan.json; `schema` changes when a reader would
// break.
// Lines and columns count from 1, columns in characters. What differs between equal runs is in
// `volatile`.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

enum { BRIEF_MOST = 4000 };

static void key(Buf *out, const char *name) { buf_fmt(out, "\"%s\": ", name); }

static void text_member(Buf *out, const char *name, Str text)
{
    key(out, name);
    add_json(out, text);
    buf_add(out, S(", "));
}

static void add_place(const Report *r, Buf *out, const Place *p, Str first_line)
{
    Str last = p->end_line == p->line ? first_line : source_line(r, p->path, p->end_line);
    text_member(out, "path", p->path);
    buf_fmt(out, "\"line\": %d, \"column\": %d, \"end_line\": %d, \"end_column\": %d", p->line,
            column_chars(first_line, p->col) + 1, p->end_line, column_chars(last, p->end_col) + 1);
}

static void add_step(const Report *r, Buf *out, const FlowStep *s)
{
    Str line = source_line(r, s->path, s->line);
    buf_char(out, '{');
    text_member(out, "path", s->path);
    buf_fmt(out, "\"line\": %d, \"column\": %d, ", s->line, column_chars(line, s->col) + 1);
    text_member(out, "code", line.len ? str_trim(line_quoted(line, s->col)) : s->text);
    key(out, "what");
    add_json(out, s->what);
    buf_char(out, '}');
}

static void add_flows(const Report *r, Buf *out, const Finding *f)
{
    key(out, "flows");
    buf_char(out, '[');
    for (Size i = 0; i < f->npaths; i++) {
        buf_add(out, i ? S(", [") : S("["));
        for (Size k = 0; k < f->paths[i].n; k++) {
            if (k) buf_add(out, S(", "));
            add_step(r, out, &f->paths[i].v[k]);
        }
        buf_char(out, ']');
    }
    buf_add(out, S("], "));
}

static void add_fix(const Report *r, Buf *out, const Finding *f)
{
    key(out, "fix");
    if (f->fix.trust == TRUST_NONE) {
        buf_add(out, S("null, "));
        return;
    }
    FixEdits edits = fix_edits(r, f, out->keep);
    buf_fmt(out, "{\"trust\": \"%s\", ", f->fix.trust == TRUST_SAFE ? "safe" : "review");
    text_member(out, "says", f->fix.says);
    buf_add(out, S("\"edits\": ["));
    for (Size i = 0; i < edits.n; i++) {
        const FixEdit *e = &edits.v[i];
        buf_add(out, i ? S(", {") : S("{"));
        add_place(r, out, &e->at, source_line(r, e->at.path, e->at.line));
        buf_add(out, S(", \"text\": "));
        add_json(out, e->with);
        buf_char(out, '}');
    }
    buf_add(out, S("]}, "));
}

static void add_engines(Buf *out, const Finding *f)
{
    Str names[8];
    Size n = engine_names(f, names);
    key(out, "engines");
    buf_char(out, '[');
    for (Size i = 0; i < n; i++) {
        if (i) buf_add(out, S(", "));
        add_json(out, names[i]);
    }
    buf_add(out, S("], "));
}

static void add_cwes(Buf *out, const Finding *f)
{
    buf_fmt(out, "\"cwe\": %d, \"cwes\": [%d", f->cwe, f->cwe);
    for (int i = 0; i < 2; i++)
        if (f->also[i]) buf_fmt(out, ", %d", f->also[i]);
    buf_add(out, S("], "));
}

static void add_finding(const Report *r, Buf *out, const Finding *f)
{
    buf_fmt(out, "{\"id\": \"%016llx\", ", (unsigned long long)f->fingerprint);
    text_member(out, "rule", f->rule);
    text_member(out, "title", f->title);
    text_member(out, "message", f->message);
    add_cwes(out, f);
    text_member(out, "severity", severity_name(f->severity));
    text_member(out, "confidence", confidence_name(f->confidence));
    add_engines(out, f);
    Place p = place_of(f);
    add_place(r, out, &p, f->snippet);
    buf_add(out, S(", "));
    text_member(out, "function", f->function);
    text_member(out, "code", line_quoted(f->snippet, f->col));
    add_flows(r, out, f);
    key(out, "notes");
    buf_char(out, '[');
    for (Size i = 0; i < f->nnotes; i++) {
        if (i) buf_add(out, S(", "));
        add_json(out, f->notes[i]);
    }
    buf_add(out, S("], "));
    add_fix(r, out, f);
    key(out, "suppressed");
    if (f->hidden) add_json(out, f->suppressed);
    else buf_add(out, S("null"));
    buf_fmt(out, ", \"next\": \"%.*s\"}", STR_ARG(report_next(f)));
}

static void add_missing(const Report *r, Buf *out)
{
    key(out, "not_analysed");
    buf_char(out, '[');
    for (Size i = 0; i < r->nmissing; i++) {
        const ReportMissing *m = &r->missing[i];
        buf_add(out, i ? S(",\n    {") : S("\n    {"));
        text_member(out, "path", m->path);
        buf_fmt(out, "\"line\": %d, ", m->line);
        text_member(out, "engine", m->engine);
        text_member(out, "why", m->why);
        buf_add(out, S("\"next\": \"rerun_with\"}"));
    }
    buf_add(out, S("],\n"));
}

static void add_summary(const Report *r, Buf *out)
{
    int by[SEV_CRITICAL + 1] = {0};
    for (Size i = 0; i < r->n; i++)
        if (!r->findings[i].hidden) by[r->findings[i].severity]++;
    key(out, "summary");
    buf_fmt(out,
            "{\"findings\": %d, \"critical\": %d, \"high\": %d, \"medium\": %d, \"low\": %d, "
            "\"hidden\": %td, "
            "\"files\": %td, \"lines\": %td, \"bytes\": %td, ",
            by[1] + by[2] + by[3] + by[4], by[4], by[3], by[2], by[1], r->hidden, r->files,
            r->lines, r->bytes);
    key(out, "sentence");
    add_json(out, report_summary(r, out->keep));
    buf_add(out, S("},\n"));
}

static void add_head(const Report *r, Buf *out)
{
    buf_fmt(out,
            "{\n\"schema\": \"suture-scan-1\",\n\"version\": \"%.*s\",\n\"complete\": "
            "%s,\n\"stopped\": %s,\n"
            "\"exit_code\": %d,\n",
            STR_ARG(r->version), report_complete(r) ? "true" : "false",
            r->stopped ? "true" : "false", r->exit_code);
    key(out, "engines");
    buf_char(out, '[');
    for (Size i = 0; i < r->nengines; i++) {
        buf_add(out, i ? S(", {") : S("{"));
        text_member(out, "name", r->engines[i].name);
        key(out, "version");
        add_json(out, r->engines[i].version);
        buf_char(out, '}');
    }
    buf_add(out, S("],\n"));
}

// For a coding agent's window: the worst findings that fit, and how many did not.
static void print_brief(const Report *r, Buf *out)
{
    Size left = 0;
    buf_fmt(out, "{\"complete\": %s, ", report_complete(r) ? "true" : "false");
    text_member(out, "summary", str_sub(report_summary(r, out->keep), 0, 500));
    buf_add(out, S("\"findings\": ["));
    Size first = out->n;
    for (int s = SEV_CRITICAL; s >= SEV_LOW; s--) {
        for (Size i = 0; i < r->n; i++) {
            const Finding *f = &r->findings[i];
            Buf one = {.keep = out->keep};
            if ((int)f->severity != s || f->hidden) continue;
            buf_char(&one, '{');
            text_member(&one, "at", str_fmt(out->keep, "%.*s:%d", STR_ARG(f->path), f->line));
            text_member(&one, "rule", f->rule);
            buf_fmt(&one, "\"cwe\": %d, ", f->cwe);
            text_member(&one, "severity", severity_name(f->severity));
            text_member(&one, "message", str_sub(f->message, 0, 200));
            buf_fmt(&one, "\"next\": \"%.*s\"}", STR_ARG(report_next(f)));
            if (out->n + one.n + 40 > BRIEF_MOST) {
                left++;
                continue;
            }
            if (out->n > first) buf_add(out, S(", "));
            buf_add(out, buf_str(&one));
        }
    }
    buf_fmt(out, "], \"left_out\": %td}\n", left);
}

void print_json(const Report *r, Buf *out)
{
    if (r->brief) {
        print_brief(r, out);
        return;
    }
    add_head(r, out);
    add_summary(r, out);
    key(out, "findings");
    buf_char(out, '[');
    for (Size i = 0; i < r->n; i++) {
        buf_add(out, i ? S(",\n    ") : S("\n    "));
        add_finding(r, out, &r->findings[i]);
    }
    buf_add(out, S("],\n"));
    add_missing(r, out);
    key(out, "notes");
    buf_char(out, '[');
    for (Size i = 0; i < r->nnotes; i++) {
        if (i) buf_add(out, S(", "));
        add_json(out, r->notes[i]);
    }
    buf_add(out, S("],\n"));
    if (r->known.len) {
        key(out, "known");
        buf_add(out, r->known);
        buf_add(out, S(",\n"));
    }
    buf_fmt(out, "\"volatile\": {\"seconds\": %.3f, \"reused\": %td}\n}\n", r->seconds,
            r->reused);
}
