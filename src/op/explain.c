// op/explain: all that is known of one line, found or not found; or of a rule.
// SPDX-License-Identifier: MIT
#include "op/judge.h"
#include "report/report.h"

static bool file_and_line(Str word, Str *path, int *line)
{
    int64_t n;
    Size colon = str_rfind(word, ':');
    if (colon <= 0 || !str_int(str_sub(word, colon + 1, -1), &n) || n < 1 || n > INT32_MAX)
        return false;
    *path = str_sub(word, 0, colon);
    *line = (int)n;
    return true;
}

static void keep_line(ScanResult *r, int line)
{
    Size n = 0;
    for (Size i = 0; i < r->findings.n; i++) {
        const Finding *f = &r->findings.v[i];
        if (f->line <= line && line <= f->end_line) r->findings.v[n++] = *f;
    }
    r->findings.n = n;
}

static void say_rules(const OpCall *c, const ScanResult *r)
{
    for (Size i = 0; i < r->findings.n; i++) {
        const Rule *rule = rule_find(r->findings.v[i].rule);
        bool again = i && str_eq(r->findings.v[i].rule, r->findings.v[i - 1].rule);
        if (rule && !again)
            op_data(c, str_fmt(c->keep, "\n%.*s", STR_ARG(rule_text(rule, c->keep))));
    }
}

static int explain_line(const OpCall *c, Str path, int line)
{
    ScanOptions o;
    ScanResult result;
    JudgeInput in = {0};
    Err e = judge_options(c, &o);
    if (e.kind) return op_fail(c, e);
    *push(c->keep, &in.paths) = path;
    o.profile = PROFILE_AUDIT;
    o.want_fixes = o.everything = o.show_hidden = o.all_files = true;
    o.explain_path = path;
    o.explain_line = line;
    Session *s = session_new(&o, c->keep, &e);
    if (!s) return op_fail(c, e);
    e = scan_paths(s, &path, 1, NULL, 0, c->keep, &result);
    session_end(s);
    if (e.kind) return op_fail(c, e);
    keep_line(&result, line);
    int code = judge_report(c, &result, &in, judge_exit(&result, SEV_LOW));
    say_rules(c, &result);
    if (result.explanation.len)
        op_data(c, str_fmt(c->keep, "\nline %d:\n%.*s\n", line, STR_ARG(result.explanation)));
    return code;
}

int op_explain(const OpCall *c)
{
    Str path;
    int line;
    if (file_and_line(c->words[0], &path, &line)) return explain_line(c, path, line);
    const Rule *r = rule_find(c->words[0]);
    if (!r) return op_no_rule(c, c->words[0]);
    op_data(c, rule_text(r, c->keep));
    return EXIT_CLEAN;
}
