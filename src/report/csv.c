// report/csv: one line a finding (RFC 4180). A cell that a spreadsheet would take for a formula
// gets a quote in front.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static void cell(Buf *out, Str text)
{
    Buf clean = {.keep = out->keep};
    report_clean(&clean, text);
    buf_char(out, '"');
    if (clean.n && strchr("=+-@\t", clean.v[0])) buf_char(out, '\'');
    for (Size i = 0; i < clean.n; i++) {
        if (clean.v[i] == '"') buf_char(out, '"');
        buf_char(out, clean.v[i]);
    }
    buf_char(out, '"');
}

static void add_finding(const Finding *f, Buf *out)
{
    cell(out, f->path);
    buf_fmt(out, ",%d,%d,", f->line, column_chars(f->snippet, f->col) + 1);
    cell(out, severity_name(f->severity));
    buf_char(out, ',');
    cell(out, confidence_name(f->confidence));
    buf_char(out, ',');
    cell(out, f->rule);
    buf_fmt(out, ",%d,", f->cwe);
    cell(out, f->message.len ? f->message : f->title);
    buf_char(out, ',');
    cell(out, f->function);
    buf_char(out, ',');
    cell(out, f->engine);
    buf_fmt(out, ",\"%016llx\",", (unsigned long long)f->fingerprint);
    cell(out, report_next(f));
    buf_char(out, ',');
    cell(out, f->suppressed);
    buf_add(out, S("\r\n"));
}

void print_csv(const Report *r, Buf *out)
{
    buf_add(out, S("path,line,column,severity,confidence,rule,cwe,message,function,engine,id,next,"
                   "suppressed\r\n"));
    for (Size i = 0; i < r->n; i++) add_finding(&r->findings[i], out);
    for (Size i = 0; i < r->nmissing; i++) {
        cell(out, r->missing[i].path);
        buf_fmt(out, ",%d,0,\"\",\"\",\"not-analysed\",0,", r->missing[i].line);
        cell(out, r->missing[i].why);
        buf_add(out, S(",\"\","));
        cell(out, r->missing[i].engine);
        buf_add(out, S(",\"\",\"rerun_with\",\"\"\r\n"));
    }
}
