// report/rdjson: reviewdog's diagnostic format, with built-in fixes as suggestions. Its columns are
// bytes from 1.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static void add_range(Buf *out, const Place *p)
{
    buf_fmt(out,
            "\"range\": {\"start\": {\"line\": %d, \"column\": %d}, \"end\": {\"line\": %d, "
            "\"column\": %d}}",
            p->line, p->col + 1, p->end_line, p->end_col + 1);
}

static void add_suggestions(const Report *r, const Finding *f, Buf *out)
{
    FixEdits edits = fix_edits(r, f, out->keep);
    if (!edits.n || f->fix.change.others.n) return;    // a suggestion is of one file alone
    buf_add(out, S(", \"suggestions\": ["));
    for (Size i = 0; i < edits.n; i++) {
        buf_add(out, i ? S(", {") : S("{"));
        add_range(out, &edits.v[i].at);
        buf_add(out, S(", \"text\": "));
        add_json(out, edits.v[i].with);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void add_finding(const Report *r, const Finding *f, Buf *out)
{
    Place p = place_of(f);
    buf_add(out, S("{\"message\": "));
    add_json(out, f->message.len ? f->message : f->title);
    buf_add(out, S(", \"location\": {\"path\": "));
    add_json(out, path_in_root(r, f->path, out->keep));
    buf_add(out, S(", "));
    add_range(out, &p);
    buf_fmt(out, "}, \"severity\": \"%s\", \"code\": {\"value\": ",
            f->severity >= SEV_HIGH ? "ERROR" : f->severity == SEV_MEDIUM ? "WARNING" : "INFO");
    add_json(out, f->rule);
    Str page = rule_page(f, out->keep);
    if (page.len) {
        buf_add(out, S(", \"url\": "));
        add_json(out, page);
    }
    buf_char(out, '}');
    add_suggestions(r, f, out);
    buf_char(out, '}');
}

static void add_missing(const Report *r, const ReportMissing *m, Buf *out)
{
    buf_add(out, S("{\"message\": "));
    add_json(out, str_fmt(out->keep, "not analysed: %.*s", STR_ARG(m->why)));
    buf_add(out, S(", \"location\": {\"path\": "));
    add_json(out, path_in_root(r, m->path, out->keep));
    if (m->line) buf_fmt(out, ", \"range\": {\"start\": {\"line\": %d}}", m->line);
    buf_add(out, S("}, \"severity\": \"WARNING\", \"code\": {\"value\": \"not-analysed\"}}"));
}

void print_rdjson(const Report *r, Buf *out)
{
    Size n = 0;
    buf_add(out, S("{\"source\": {\"name\": \"suture\"}, \"diagnostics\": ["));
    for (Size i = 0; i < r->n; i++) {
        if (r->findings[i].hidden) continue;
        buf_add(out, n++ ? S(",\n") : S("\n"));
        add_finding(r, &r->findings[i], out);
    }
    for (Size i = 0; i < r->nmissing; i++) {
        buf_add(out, n++ ? S(",\n") : S("\n"));
        add_missing(r, &r->missing[i], out);
    }
    buf_add(out, S("\n]}\n"));
}
