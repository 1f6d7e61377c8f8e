// report/html: one self-contained page: a summary, then by file each finding with its line, the way
// of the data and its fix as before and after. No script, nothing loaded from elsewhere, all of the
// user's text escaped.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>suture report</title>\n<style>\n"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem;color:#222;background:#fff}\n"
    "pre,code{font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "pre{background:#f6f6f4;padding:.5rem .8rem;border-radius:4px;margin:.4rem 0}\n"
    "article{border-left:4px solid #999;padding:.1rem 1rem;margin:1.2rem 0}\n"
    ".critical{border-color:#8e24aa}.high{border-color:#c62828}.medium{border-color:#ef8f00}.low{"
    "border-color:#1565c0}\n"
    ".what{color:#666}.hidden{opacity:.6}table{border-collapse:collapse}td,th{padding:.2rem "
    ".8rem;text-align:left}\n"
    "h2{margin-top:2.5rem;overflow-wrap:anywhere}.del{background:#fdecea}.ins{background:#e8f5e9}\n"
    "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}pre{background:#262626}."
    "what{color:#999}"
    ".del{background:#4a2523}.ins{background:#1f3d24}}\n"
    "</style></head><body>\n";

static void element(Buf *out, const char *open, Str text, const char *close)
{
    buf_add(out, str_of(open));
    add_xml(out, text);
    buf_add(out, str_of(close));
}

static void add_summary(const Report *r, Buf *out)
{
    int by[SEV_CRITICAL + 1] = {0};
    for (Size i = 0; i < r->n; i++)
        if (!r->findings[i].hidden) by[r->findings[i].severity]++;
    element(out, "<h1>suture</h1>\n<p>", report_summary(r, out->keep), ".</p>\n");
    if (!report_complete(r))
        buf_add(out,
                S("<p><strong>Incomplete:</strong> what was not analysed may hold more.</p>\n"));
    buf_fmt(out,
            "<table><tr><th>critical</th><th>high</th><th>medium</th><th>low</th></tr>"
            "<tr><td>%d</td><td>%d</td><td>%d</td><td>%d</td></tr></table>\n",
            by[4], by[3], by[2], by[1]);
}

static void add_flow(const Report *r, const Finding *f, Buf *out)
{
    if (!f->npaths) return;
    buf_add(out, S("<ol>\n"));
    for (Size k = 0; k < f->paths[0].n; k++) {
        const FlowStep *s = &f->paths[0].v[k];
        Str line = str_trim(source_line(r, s->path, s->line));
        element(out, "<li>", s->path, "");
        buf_fmt(out, ":%d ", s->line);
        element(out, "<span class=\"what\">", s->what, "</span>");
        element(out, "<pre>", line.len ? line : s->text, "</pre></li>\n");
    }
    buf_add(out, S("</ol>\n"));
}

static void add_fix(const Report *r, const Finding *f, Buf *out)
{
    if (f->fix.trust == TRUST_NONE) return;
    FixEdits edits = fix_edits(r, f, out->keep);
    Str text = source_of(r, f->path);
    element(out,
            f->fix.trust == TRUST_SAFE ? "<p><strong>Built-in fix:</strong> "
                                       : "<p><strong>Built-in fix, to be reviewed:</strong> ",
            f->fix.says, "</p>\n");
    for (Size i = 0; i < edits.n; i++) {
        const FixEdit *e = &edits.v[i];
        buf_fmt(out, "<p class=\"what\">line %d</p>", e->at.line);
        if (e->span.end > e->span.beg)
            element(out, "<pre class=\"del\">", str_sub(text, e->span.beg, e->span.end), "</pre>");
        if (e->with.len) element(out, "<pre class=\"ins\">", e->with, "</pre>\n");
    }
}

static void add_finding(const Report *r, const Finding *f, Buf *out)
{
    const Rule *rule = rule_find(f->rule);
    buf_fmt(out, "<article class=\"%.*s%s\">\n", STR_ARG(severity_name(f->severity)),
            f->hidden ? " hidden" : "");
    element(out, "<h3>", f->rule, "</h3>\n<p>");
    buf_fmt(out, "line %d, %.*s severity, %.*s confidence", f->line,
            STR_ARG(severity_name(f->severity)), STR_ARG(confidence_name(f->confidence)));
    if (f->cwe)
        buf_fmt(out, ", <a rel=\"noreferrer\" href=\"%.*s\">CWE-%d</a>",
                STR_ARG(cwe_url(f->cwe, out->keep)), f->cwe);
    if (f->hidden) element(out, ", hidden: ", f->suppressed, "");
    element(out, ".</p>\n<p>", f->message.len ? f->message : f->title, "</p>\n");
    element(out, "<pre>", f->snippet, "</pre>\n");
    add_flow(r, f, out);
    if (rule) {
        element(out, "<details><summary>Why, and what to do instead</summary><p>", rule->why,
                "</p>");
        element(out, "<p>", rule->instead, "</p></details>\n");
    }
    add_fix(r, f, out);
    buf_add(out, S("</article>\n"));
}

void print_html(const Report *r, Buf *out)
{
    buf_add(out, (Str)L(head));
    add_summary(r, out);
    for (Size i = 0; i < r->n; i++) {
        const Finding *f = &r->findings[i];
        if (!i || !str_eq(f->path, r->findings[i - 1].path))
            element(out, "<h2>", f->path, "</h2>\n");
        add_finding(r, f, out);
    }
    if (r->nmissing) buf_add(out, S("<h2>Not analysed</h2>\n<ul>\n"));
    for (Size i = 0; i < r->nmissing; i++) {
        element(out, "<li>", r->missing[i].path, "");
        if (r->missing[i].line) buf_fmt(out, ":%d", r->missing[i].line);
        element(out, " ", r->missing[i].why, "</li>\n");
    }
    if (r->nmissing) buf_add(out, S("</ul>\n"));
    buf_fmt(out, "<p class=\"what\">suture %.*s</p>\n</body></html>\n", STR_ARG(r->version));
}
