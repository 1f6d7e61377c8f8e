// report/gitlab: GitLab's code quality report (a subset of Code Climate's issues).
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

static void add_issue(Buf *out, bool first, Str text, Str check, const char *severity,
                      uint64_t print, Str path, int line)
{
    buf_add(out, first ? S("\n{\"description\": ") : S(",\n{\"description\": "));
    add_json(out, text);
    buf_add(out, S(", \"check_name\": "));
    add_json(out, check);
    buf_fmt(
        out,
        ", \"fingerprint\": \"%016llx%016llx\", \"severity\": \"%s\", \"location\": {\"path\": ",
        (unsigned long long)str_hash(path), (unsigned long long)print, severity);
    add_json(out, path);
    buf_fmt(out, ", \"lines\": {\"begin\": %d}}}", line > 0 ? line : 1);
}

void print_gitlab(const Report *r, Buf *out)
{
    static const char *const severities[] = {"info", "minor", "major", "critical", "blocker"};
    bool first = true;
    buf_char(out, '[');
    for (Size i = 0; i < r->n; i++) {
        const Finding *f = &r->findings[i];
        if (f->hidden) continue;
        add_issue(out, first, f->message.len ? f->message : f->title, f->rule,
                  severities[f->severity], f->fingerprint, path_in_root(r, f->path, out->keep),
                  f->line);
        first = false;
    }
    for (Size i = 0; i < r->nmissing; i++) {
        const ReportMissing *m = &r->missing[i];
        Str text = str_fmt(out->keep, "not analysed: %.*s", STR_ARG(m->why));
        add_issue(out, first, text, S("not-analysed"), "major", str_hash(text),
                  path_in_root(r, m->path, out->keep), m->line);
        first = false;
    }
    buf_add(out, S("\n]\n"));
}
