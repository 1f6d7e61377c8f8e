// report/junit: JUnit XML for build servers: a finding is a failure, a file that was not analysed
// an error.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static void add_case(Buf *out, Str path, Str name)
{
    buf_add(out, S("  <testcase classname=\""));
    add_xml(out, path);
    buf_add(out, S("\" name=\""));
    add_xml(out, name);
    buf_add(out, S("\">\n"));
}

static void add_finding(const Finding *f, Buf *out)
{
    add_case(out, f->path, str_fmt(out->keep, "%.*s at line %d", STR_ARG(f->rule), f->line));
    buf_fmt(out, "    <failure type=\"%.*s\" message=\"", STR_ARG(severity_name(f->severity)));
    add_xml(out, f->message.len ? f->message : f->title);
    buf_add(out, S("\">"));
    add_xml(out, f->path);
    buf_fmt(out, ":%d: ", f->line);
    add_xml(out, line_quoted(f->snippet, f->col));
    buf_add(out, S("</failure>\n  </testcase>\n"));
}

static void add_missing(const ReportMissing *m, Buf *out)
{
    add_case(out, m->path, S("analysed in full"));
    buf_add(out, S("    <error type=\"not-analysed\" message=\""));
    add_xml(out, m->why);
    buf_add(out, S("\"/>\n  </testcase>\n"));
}

void print_junit(const Report *r, Buf *out)
{
    Size failed = count_shown(r), all = failed + r->nmissing;
    buf_add(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"));
    buf_fmt(out, " <testsuite name=\"suture\" tests=\"%td\" failures=\"%td\" errors=\"%td\">\n",
            all ? all : 1, failed, r->nmissing);
    for (Size i = 0; i < r->n; i++)
        if (!r->findings[i].hidden) add_finding(&r->findings[i], out);
    for (Size i = 0; i < r->nmissing; i++) add_missing(&r->missing[i], out);
    if (!all) {
        add_case(out, S("suture"), report_summary(r, out->keep));
        buf_add(out, S("  </testcase>\n"));
    }
    buf_add(out, S(" </testsuite>\n</testsuites>\n"));
}
