// report/md: Markdown for a pull request's comment: below GitHub's limit, worst first, with a
// hidden marker by which a build replaces its own comment. Nothing of the user's can become markup:
// code stands in fences longer than any run of backticks within.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

enum { MOST = 65000 };                                         // GitHub takes 65,536 characters

static Size longest_ticks(Str s)
{
    Size most = 0, run = 0;
    for (Size i = 0; i < s.len; i++) {
        run = s.s[i] == '`' ? run + 1 : 0;
        if (run > most) most = run;
    }
    return most;
}

// Code within a sentence: in a span that no backtick of its own can close.
static void add_span(Buf *out, Str code)
{
    Size ticks = longest_ticks(code) + 1;
    bool apart = code.len && (*code.s == '`' || code.s[code.len - 1] == '`');
    if (!str_trim(code).len) return;
    for (Size i = 0; i < ticks; i++) buf_char(out, '`');
    if (apart) buf_char(out, ' ');
    report_clean(out, code);
    if (apart) buf_char(out, ' ');
    for (Size i = 0; i < ticks; i++) buf_char(out, '`');
}

// A sentence of ours, in which code stands between backticks.
static void add_sentence(Buf *out, Str s)
{
    Size from, to;
    while (code_within(s, &from, &to)) {
        add_markdown(out, str_sub(s, 0, from));
        add_span(out, str_sub(s, from + 1, to));
        s = str_sub(s, to + 1, -1);
    }
    add_markdown(out, s);
}

static void add_code(Buf *out, Str line)
{
    Size ticks = longest_ticks(line) + 1;
    if (ticks < 3) ticks = 3;
    for (Size i = 0; i < ticks; i++) buf_char(out, '`');
    buf_add(out, S("python\n"));
    report_clean(out, str_sub(line, 0, 300));
    buf_char(out, '\n');
    for (Size i = 0; i < ticks; i++) buf_char(out, '`');
    buf_char(out, '\n');
}

static void add_flow(const Report *r, const Finding *f, Buf *out)
{
    if (!f->npaths || f->paths[0].n < 2) return;
    buf_add(out, S("<details><summary>The way of the data</summary>\n\n"));
    for (Size k = 0; k < f->paths[0].n && k < 12; k++) {
        const FlowStep *s = &f->paths[0].v[k];
        buf_fmt(out, "%td. ", k + 1);
        add_markdown(out, s->path);
        buf_fmt(out, " line %d: ", s->line);
        add_span(out, str_most(str_trim(source_line(r, s->path, s->line)), 120));
        if (s->what.len) {
            buf_add(out, S(" — "));
            add_markdown(out, s->what);
        }
        buf_char(out, '\n');
    }
    buf_add(out, S("\n</details>\n\n"));
}

static void add_finding(const Report *r, const Finding *f, Buf *out)
{
    buf_add(out, S("\n#### "));
    add_markdown(out, f->path);
    buf_fmt(out, " line %d: ", f->line);
    add_markdown(out, f->rule);
    if (f->cwe) buf_fmt(out, " ([CWE-%d](%.*s))", f->cwe, STR_ARG(cwe_url(f->cwe, out->keep)));
    buf_fmt(out, "\n\n**%.*s**, %.*s confidence. ", STR_ARG(severity_name(f->severity)),
            STR_ARG(confidence_name(f->confidence)));
    add_sentence(out, f->message.len ? f->message : f->title);
    buf_add(out, S("\n\n"));
    add_code(out, line_quoted(f->snippet, f->col));
    buf_char(out, '\n');
    add_flow(r, f, out);
    if (f->fix.trust == TRUST_NONE) return;
    buf_add(out,
            f->fix.trust == TRUST_SAFE ? S("Built-in fix: ") : S("Built-in fix, to be reviewed: "));
    add_markdown(out, f->fix.says);
    buf_char(out, '\n');
}

static void add_missing(const Report *r, Buf *out)
{
    if (!r->nmissing) return;
    buf_add(out, S("\n#### Not analysed\n\n"));
    for (Size i = 0; i < r->nmissing && i < 50; i++) {
        buf_add(out, S("- "));
        add_markdown(out, r->missing[i].path);
        if (r->missing[i].line) buf_fmt(out, " line %d", r->missing[i].line);
        buf_add(out, S(": "));
        add_markdown(out, r->missing[i].why);
        buf_char(out, '\n');
    }
}

// "2 critical, 1 low": worst first.
static void add_severities(const Report *r, Buf *out)
{
    const char *between = "\n";
    for (int s = SEV_CRITICAL; s >= SEV_LOW; s--) {
        Size n = 0;
        for (Size i = 0; i < r->n; i++)
            n += !r->findings[i].hidden && (int)r->findings[i].severity == s;
        if (n) buf_fmt(out, "%s%td %.*s", between, n, STR_ARG(severity_name((Severity)s)));
        if (n) between = ", ";
    }
    if (between[0] == ',') buf_char(out, '\n');
}

void print_md(const Report *r, Buf *out)
{
    Size left = 0;
    Buf tail = {.keep = out->keep};
    add_missing(r, &tail);
    Str end = str_sub(buf_str(&tail), 0, 15000);
    buf_add(out, S("<!-- suture-report -->\n### suture: "));
    add_markdown(out, report_summary(r, out->keep));
    buf_add(out, report_complete(r)
                     ? S("\n")
                     : S("\n\n**Incomplete:** what was not analysed may hold more.\n"));
    add_severities(r, out);
    for (int s = SEV_CRITICAL; s >= SEV_LOW; s--) {
        for (Size i = 0; i < r->n; i++) {
            Buf one = {.keep = out->keep};
            if ((int)r->findings[i].severity != s || r->findings[i].hidden) continue;
            add_finding(r, &r->findings[i], &one);
            if (out->n + one.n + end.len < MOST) buf_add(out, buf_str(&one));
            else left++;
        }
    }
    if (left) {
        buf_fmt(out, "\n%td more findings do not fit here.\n", left);
        left_out(r, out->keep, "Markdown: %td findings do not fit into a comment", left);
    }
    buf_add(out, end);
}
