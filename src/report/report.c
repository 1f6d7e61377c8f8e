// report/report: the table of formats. Adding one is a file and a row.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"

const ReportFormat *report_format(Str name)
{
    for (Size i = 0; i < all_formats_n; i++)
        if (str_eq(all_formats[i].name, name)) return &all_formats[i];
    return NULL;
}

bool report_complete(const Report *r) { return r->nmissing == 0 && !r->stopped; }

const ReportFormat all_formats[] = {
    {L("text"), L("for people: grouped by file, with the line and the path of the data"),
     print_text},
    {L("json"), L("for programs: versioned, says whether the result is complete"), print_json},
    {L("sarif"), L("SARIF 2.1.0, for code scanning"), print_sarif},
    {L("html"), L("one self-contained page"), print_html},
    {L("md"), L("Markdown for a pull request"), print_md},
    {L("csv"), L("one line a finding"), print_csv},
    {L("junit"), L("test results, for build servers"), print_junit},
    {L("github"), L("annotations of GitHub Actions"), print_github},
    {L("gitlab"), L("GitLab code quality"), print_gitlab},
    {L("rdjson"), L("reviewdog, with suggestions"), print_rdjson},
};
const Size all_formats_n = countof(all_formats);
