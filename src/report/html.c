// report/html: one self-contained page: a summary, then by file each finding with the way of the data
// beside the source, and its fix as before and after. No script, nothing loaded from elsewhere, all of
// the user's text escaped.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

enum { MOST_NAMED_FILES = 200 };

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta "
    "name=\"color-scheme\" "
    "content=\"light dark\"><title>suture report</title>\n<style>\n"
    ":root{--ink:#1d2328;--dim:#5c6670;--page:#fff;--box:#f5f6f7;--rule:#d9dde1;--mark:#fff3cf;"
    "--del:#fdeaea;--ins:#e6f5e9;--link:#0b5cad;--critical:#8e24aa;--high:#c62828;--medium:#a85b00;"
    "--low:#1565c0}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#dfe3e6;--dim:#9aa4ad;--page:#15181b;--box:"
    "#1e2226;--rule:#353b41;--mark:#3d3414;--del:#43201f;--ins:#18371f;--link:#7db8f5;--critical:"
    "#cf8ee0;--high:#ff8a80;--medium:#ffb95c;--low:#82b8ff}}\n"
    "*{box-sizing:border-box}body{font:15px/1.55 system-ui,sans-serif;max-width:68rem;margin:0 "
    "auto;padding:1.5rem 1rem 4rem;color:var(--ink);background:var(--page)}\n"
    "h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:2.6rem 0 .6rem;"
    "border-bottom:1px solid var(--rule);padding-bottom:.3rem;overflow-wrap:anywhere}"
    "h3{font-size:1rem;margin:0 0 .3rem;overflow-wrap:anywhere}a{color:var(--link)}p{margin:.3rem "
    "0}\n"
    ".what{color:var(--dim)}.warn{border-left:4px solid var(--high);padding-left:.8rem}"
    ".hidden{opacity:.6}\n"
    ".counts{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}"
    ".counts li{border:1px solid var(--rule);border-radius:6px;padding:.3rem .9rem;min-width:6rem}"
    ".counts strong{display:block;font-size:1.4rem;line-height:1.2}\n"
    "article{border:1px solid var(--rule);border-left:4px solid var(--dim);border-radius:6px;"
    "padding:.8rem 1rem;margin:1rem 0}\n"
    "article.critical{border-left-color:var(--critical)}article.high{border-left-color:var(--high)}"
    "article.medium{border-left-color:var(--medium)}article.low{border-left-color:var(--low)}\n"
    ".critical .sev{color:var(--critical)}.high .sev{color:var(--high)}.medium "
    ".sev{color:var(--medium)}.low .sev{color:var(--low)}.sev{text-transform:uppercase;font-size:"
    ".75rem;letter-spacing:.05em}\n"
    "p code{overflow-wrap:anywhere}code,pre,.src{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--box);border-radius:4px;"
    "padding:.4rem .7rem;margin:.3rem 0}\n"
    ".src{width:100%;border-collapse:collapse;background:var(--box);border-radius:4px;margin:.5rem "
    "0}.src caption{text-align:left;color:var(--dim);padding:.2rem 0}"
    ".src td{vertical-align:top;padding:.05rem .5rem}.src .n{color:var(--dim);text-align:right;"
    "width:3.5rem;user-select:none}.src .c{white-space:pre-wrap;overflow-wrap:anywhere}"
    ".src .s{color:var(--dim);width:34%;font-family:system-ui,sans-serif}.src tr.on{background:"
    "var(--mark)}\n"
    ".del{background:var(--del)}.ins{background:var(--ins)}.del:before{content:\"- \"}"
    ".ins:before{content:\"+ \"}details{margin:.5rem 0}summary{cursor:pointer;color:var(--dim)}"
    "ul.files{columns:20rem;padding-left:1.2rem}ul.files li{overflow-wrap:anywhere}\n"
    "@media(max-width:42rem){.src,.src tbody,.src tr,.src td{display:block;width:auto}.src "
    ".n{float:left;width:3rem;padding-left:.2rem}.src .c{padding-left:3.5rem}.src .s{width:auto;"
    "padding-left:3.5rem}.src .s:empty{display:none}.src tr{display:flow-root}}\n"
    "@media print{article{break-inside:avoid}}\n"
    "</style></head><body>\n";

// A sentence of ours, in which code stands between backticks.
static void add_sentence(Buf *out, Str s)
{
    Size from, to;
    while (code_within(s, &from, &to)) {
        add_xml(out, str_sub(s, 0, from));
        buf_add(out, S("<code>"));
        add_xml(out, str_sub(s, from + 1, to));
        buf_add(out, S("</code>"));
        s = str_sub(s, to + 1, -1);
    }
    add_xml(out, s);
}

static void element(Buf *out, const char *open, Str text, const char *close)
{
    buf_add(out, str_of(open));
    add_xml(out, text);
    buf_add(out, str_of(close));
}

// ---- the summary

static void add_file_list(const Report *r, Buf *out)
{
    Size n = 0, files = 0;
    for (Size i = 0; i < r->n; i++)
        files += !i || !str_eq(r->findings[i].path, r->findings[i - 1].path);
    if (files < 2) return;
    buf_add(out, S("<details open><summary>Files with findings</summary><ul class=\"files\">\n"));
    for (Size i = 0, k = 0; i < r->n && k < MOST_NAMED_FILES; i += n, k++) {
        for (n = 1; i + n < r->n && str_eq(r->findings[i].path, r->findings[i + n].path);) n++;
        buf_fmt(out, "<li><a href=\"#file%td\">", i);
        add_xml(out, r->findings[i].path);
        buf_fmt(out, "</a> <span class=\"what\">%td</span></li>\n", n);
    }
    buf_add(out, S("</ul>"));
    if (files > MOST_NAMED_FILES)
        buf_fmt(out, "<p class=\"what\">and %td more below</p>", files - MOST_NAMED_FILES);
    buf_add(out, S("</details>\n"));
}

static void add_summary(const Report *r, Buf *out)
{
    int by[SEV_CRITICAL + 1] = {0};
    for (Size i = 0; i < r->n; i++)
        if (!r->findings[i].hidden) by[r->findings[i].severity]++;
    element(out, "<h1>suture</h1>\n<p>", report_summary(r, out->keep), ".</p>\n");
    if (!report_complete(r))
        buf_add(out, S("<p class=\"warn\"><strong>Incomplete:</strong> what was not analysed may "
                       "hold more.</p>\n"));
    buf_add(out, S("<ul class=\"counts\">"));
    for (int s = SEV_CRITICAL; s >= SEV_LOW; s--) {
        Str name = severity_name((Severity)s);
        buf_fmt(out, "<li class=\"%.*s\"><strong>%d</strong><span class=\"sev\">%.*s</span></li>",
                STR_ARG(name), by[s], STR_ARG(name));
    }
    buf_add(out, S("</ul>\n"));
    add_file_list(r, out);
}

// ---- the way of the data, beside the source

typedef struct {
    Str path;
    int line;
    Str what;
    bool sink;
} Stop;
typedef struct {
    Stop *v;
    Size n, cap;
} Stops;

static void add_row(const Report *r, Buf *out, Str path, int line, const Stops *stops, const Finding *f)
{
    Str code = source_line(r, path, line);
    int col = line == f->line ? f->col : 0;
    bool on = false;
    for (Size i = 0; i < stops->n; i++) on |= stops->v[i].line == line;
    buf_fmt(out, "<tr%s><td class=\"n\">%d</td><td class=\"c\">", on ? " class=\"on\"" : "", line);
    add_xml(out, line_quoted(code.len || !on ? code : f->snippet, col));
    buf_add(out, S("</td><td class=\"s\">"));
    for (Size i = 0, k = 0; i < stops->n; i++) {
        if (stops->v[i].line != line || !stops->v[i].what.len) continue;
        element(out, k++ ? "<br>" : "", stops->v[i].what, "");
    }
    buf_add(out, S("</td></tr>\n"));
}

static bool near_stop(const Stops *stops, int line)
{
    for (Size i = 0; i < stops->n; i++)
        if (line >= stops->v[i].line - 1 && line <= stops->v[i].line + 1) return true;
    return false;
}

// The lines of one file around its stops, with what happens there beside them.
static void add_source(const Report *r, const Finding *f, const Stops *stops, Buf *out)
{
    int first = stops->v[0].line, last = first, shown = 0;
    Str path = stops->v[0].path;
    for (Size i = 0; i < stops->n; i++) {
        if (stops->v[i].line < first) first = stops->v[i].line;
        if (stops->v[i].line > last) last = stops->v[i].line;
    }
    buf_add(out, S("<table class=\"src\">"));
    if (!str_eq(path, f->path)) element(out, "<caption>", path, "</caption>");
    buf_add(out, S("<tbody>\n"));
    for (int line = first > 1 ? first - 1 : 1; line <= last + 1; line++) {
        if (!near_stop(stops, line)) continue;
        if (shown && line > shown + 1)
            buf_add(out, S("<tr><td class=\"n\">⋮</td><td class=\"c\"></td><td "
                           "class=\"s\"></td></tr>\n"));
        shown = line;
        add_row(r, out, path, line, stops, f);
    }
    buf_add(out, S("</tbody></table>\n"));
}

static void add_way(const Report *r, const Finding *f, Buf *out)
{
    Stops stops = {0};
    Size steps = f->npaths ? f->paths[0].n : 0;
    for (Size k = 0; k < steps; k++) {
        const FlowStep *s = &f->paths[0].v[k];
        if (stops.n && !str_eq(stops.v[0].path, s->path)) {
            add_source(r, f, &stops, out);
            stops = (Stops){0};
        }
        *push(out->keep, &stops) = (Stop){s->path, s->line, s->what, k + 1 == steps};
    }
    if (!steps) *push(out->keep, &stops) = (Stop){f->path, f->line, (Str){"", 0}, true};
    add_source(r, f, &stops, out);
    for (Size i = 1; i < f->npaths; i++) {
        if (!f->paths[i].n) continue;
        element(out, "<p class=\"what\">also from ", f->paths[i].v[0].path, "");
        buf_fmt(out, ":%d</p>\n", f->paths[i].v[0].line);
    }
}

// ---- a fix as the lines before and after

static int edit_order(const void *a, const void *b)
{
    const FixEdit *x = a, *y = b;
    int other = str_cmp(x->at.path, y->at.path);
    if (other) return other;
    return x->span.beg < y->span.beg ? -1 : x->span.beg > y->span.beg;
}

static void add_lines(Buf *out, const char *kind, Str text)
{
    if (str_ends(text, S("\n"))) text.len--;
    for (Str line; str_cut(&text, S("\n"), &line);) {
        buf_fmt(out, "<div class=\"%s\">", kind);
        element(out, "", line, "</div>");
    }
}

// Edits on the same lines are shown as one change of these lines.
static Size add_change(Buf *out, Str text, const FixEdits *e, Size i)
{
    Size beg = e->v[i].span.beg, end = e->v[i].span.end, done, last = i + 1;
    while (beg > 0 && text.s[beg - 1] != '\n') beg--;
    while (end < text.len && (end == beg || text.s[end - 1] != '\n')) end++;
    bool inserts = e->v[i].span.beg == e->v[i].span.end && e->v[i].span.beg == beg &&
                   str_ends(e->v[i].with, S("\n"));
    if (inserts) end = beg; // whole lines come in
    Str path = e->v[i].at.path;
    for (; last < e->n && str_eq(e->v[last].at.path, path) && e->v[last].span.beg < end; last++) {
        if (e->v[last].span.end > end) end = e->v[last].span.end;
        while (end < text.len && text.s[end - 1] != '\n') end++;
    }
    Buf now = {.keep = out->keep};
    done = beg;
    for (Size k = i; k < last; k++) {
        buf_add(&now, str_sub(text, done, e->v[k].span.beg));
        buf_add(&now, e->v[k].with);
        done = e->v[k].span.end;
    }
    buf_add(&now, str_sub(text, done, end));
    buf_fmt(out, "<p class=\"what\">line %d</p><pre>", e->v[i].at.line);
    if (end > beg) add_lines(out, "del", str_sub(text, beg, end));
    add_lines(out, "ins", buf_str(&now));
    buf_add(out, S("</pre>\n"));
    return last;
}

static void add_fix(const Report *r, const Finding *f, Buf *out)
{
    if (f->fix.trust == TRUST_NONE) return;
    FixEdits edits = fix_edits(r, f, out->keep);
    element(out,
            f->fix.trust == TRUST_SAFE ? "<p><strong>Built-in fix:</strong> "
                                       : "<p><strong>Built-in fix, to be reviewed:</strong> ",
            f->fix.says, "</p>\n");
    sort_items(edits.v, edits.n, sizeof *edits.v, edit_order, *out->keep);
    for (Size i = 0; i < edits.n;) {
        Str path = edits.v[i].at.path;
        bool other = !str_eq(path, f->path) && (!i || !str_eq(edits.v[i - 1].at.path, path));
        if (other) element(out, "<p>In ", path, ":</p>\n");
        i = add_change(out, source_of(r, path), &edits, i);
    }
}

// ---- findings

static void add_facts(const Finding *f, Buf *out)
{
    buf_fmt(out, "<p class=\"what\">line %d", f->line);
    if (f->function.len) element(out, " in <code>", f->function, "</code>");
    buf_fmt(out, ", %.*s confidence", STR_ARG(confidence_name(f->confidence)));
    if (!str_eq(f->engine, S("suture"))) element(out, ", found by ", f->engine, "");
    if (f->hidden) element(out, ", hidden: ", f->suppressed, "");
    buf_add(out, S("</p>\n"));
}

static void add_finding(const Report *r, const Finding *f, Buf *out)
{
    const Rule *rule = rule_find(f->rule);
    buf_fmt(out, "<article class=\"%.*s%s\">\n<h3><span class=\"sev\">%.*s</span> ",
            STR_ARG(severity_name(f->severity)), f->hidden ? " hidden" : "",
            STR_ARG(severity_name(f->severity)));
    add_xml(out, f->rule);
    if (f->cwe)
        buf_fmt(out, " <a rel=\"noreferrer\" href=\"%.*s\">CWE-%d</a>",
                STR_ARG(cwe_url(f->cwe, out->keep)), f->cwe);
    buf_add(out, S("</h3>\n<p>"));
    add_sentence(out, f->message.len ? f->message : f->title);
    buf_add(out, S("</p>\n"));
    add_facts(f, out);
    add_way(r, f, out);
    for (Size i = 0; i < f->nnotes; i++) element(out, "<p class=\"what\">", f->notes[i], "</p>\n");
    add_fix(r, f, out);
    if (rule) {
        element(out, "<details><summary>Why, and what to do instead</summary><p>", rule->why,
                "</p>");
        element(out, "<p>", rule->instead, "</p></details>\n");
    }
    buf_add(out, S("</article>\n"));
}

void print_html(const Report *r, Buf *out)
{
    buf_add(out, (Str)L(head));
    add_summary(r, out);
    for (Size i = 0; i < r->n; i++) {
        const Finding *f = &r->findings[i];
        if (!i || !str_eq(f->path, r->findings[i - 1].path)) {
            buf_fmt(out, "<h2 id=\"file%td\">", i);
            element(out, "", f->path, "</h2>\n");
        }
        add_finding(r, f, out);
    }
    if (r->nmissing) buf_add(out, S("<h2>Not analysed</h2>\n<ul>\n"));
    for (Size i = 0; i < r->nmissing; i++) {
        element(out, "<li>", r->missing[i].path, "");
        if (r->missing[i].line) buf_fmt(out, ":%d", r->missing[i].line);
        element(out, missing_in_part(&r->missing[i]) ? " in part: " : " ", r->missing[i].why,
                "</li>\n");
    }
    if (r->nmissing) buf_add(out, S("</ul>\n"));
    buf_fmt(out, "<p class=\"what\">suture %.*s</p>\n</body></html>\n", STR_ARG(r->version));
}
