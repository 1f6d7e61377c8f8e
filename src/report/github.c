// report/github: workflow commands of GitHub Actions, which become annotations. Text is escaped as
// the runner expects, and no line but ours can begin with "::".
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static void escape(Buf *out, Str text, bool property)
{
    Buf clean = {.keep = out->keep};
    report_clean(&clean, text);
    for (Size i = 0; i < clean.n; i++) {
        char c = clean.v[i];
        if (c == '%') buf_add(out, S("%25"));
        else if (property && c == ':') buf_add(out, S("%3A"));
        else if (property && c == ',') buf_add(out, S("%2C"));
        else buf_char(out, c);
    }
}

static void add_finding(const Report *r, const Finding *f, Buf *out)
{
    Str last = f->end_line == f->line ? f->snippet : source_line(r, f->path, f->end_line);
    const char *kind = f->severity >= SEV_HIGH     ? "error"
                       : f->severity == SEV_MEDIUM ? "warning"
                                                   : "notice";
    buf_fmt(out, "::%s file=", kind);
    escape(out, path_in_root(r, f->path, out->keep), true);
    buf_fmt(out, ",line=%d,endLine=%d,", f->line, f->end_line);
    if (f->end_line == f->line)                                // columns are for one line only
        buf_fmt(out, "col=%d,endColumn=%d,", column_chars(f->snippet, f->col) + 1,
                column_chars(last, f->end_col) + 1);
    buf_add(out, S("title="));
    escape(out, str_fmt(out->keep, "%.*s (CWE-%d)", STR_ARG(f->rule), f->cwe), true);
    buf_add(out, S("::"));
    escape(out, f->message.len ? f->message : f->title, false);
    buf_char(out, '\n');
}

// Of each kind GitHub shows the first ten of a step: the worst come first, and what was not
// analysed at all.
void print_github(const Report *r, Buf *out)
{
    for (int s = SEV_CRITICAL; s >= SEV_NONE; s--)
        for (Size i = 0; i < r->n; i++)
            if (!r->findings[i].hidden && (int)r->findings[i].severity == s)
                add_finding(r, &r->findings[i], out);
    for (Size i = 0; i < r->nmissing; i++) {
        bool part = missing_in_part(&r->missing[i]);
        buf_add(out, part ? S("::notice file=") : S("::warning file="));
        escape(out, path_in_root(r, r->missing[i].path, out->keep), true);
        if (r->missing[i].line) buf_fmt(out, ",line=%d", r->missing[i].line);
        buf_add(out, part ? S(",title=analysed in part::") : S(",title=not analysed::"));
        escape(out, r->missing[i].why, false);
        buf_char(out, '\n');
    }
    buf_add(out, S("suture: "));
    escape(out, report_summary(r, out->keep), false);
    buf_char(out, '\n');
}
