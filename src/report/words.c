// report/words: sentences and names that several formats use.
// SPDX-License-Identifier: MIT
#include "report/report_int.h"
#include <stdio.h>
#include <string.h>

enum { MOST_NAMED = 3 };

Str plural(Size n, const char *one, const char *many, Arena *keep)
{
    return str_fmt(keep, "%td %s", n, n == 1 ? one : many);
}

void left_out(const Report *r, Arena *keep, const char *fmt, ...)
{
    va_list ap;
    Buf b = {.keep = keep};
    if (!r->said) return;
    char text[300];
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    check(n >= 0);
    buf_add(&b, (Str){text, n < (int)sizeof text ? n : (int)sizeof text - 1});
    *push(keep, r->said) = buf_str(&b);
}

Size count_shown(const Report *r)
{
    Size n = 0;
    for (Size i = 0; i < r->n; i++) n += !r->findings[i].hidden;
    return n;
}

// A code span of a sentence of ours. Code may hold backticks of its own: one that ends it stands
// before no letter or quote.
bool code_within(Str s, Size *from, Size *to)
{
    *from = str_find(s, S("`"));
    for (*to = *from + 1; *from >= 0 && *to < s.len; ++*to) {
        char next = *to + 1 < s.len ? s.s[*to + 1] : ' ';
        if (s.s[*to] == '`' && *to > *from + 1 && strchr(" ,.;:)?!", next)) return true;
    }
    return false;
}

bool missing_in_part(const ReportMissing *m) { return flow_in_part(m->why); }

// Of a file of which one thing was not read and another in part, the first is said.
static bool is_of(const Report *r, Size i, bool part)
{
    if (missing_in_part(&r->missing[i]) != part) return false;
    Size j = i;                                        // those of one file stand together
    while (j > 0 && str_eq(r->missing[j - 1].path, r->missing[i].path)) j--;
    for (; j < r->nmissing && str_eq(r->missing[j].path, r->missing[i].path); j++)
        if (missing_in_part(&r->missing[j]) != part ? part : j < i) return false;
    return true;
}

static void add_missing(const Report *r, Buf *b, bool part)
{
    Size files = 0, named = 0;
    for (Size i = 0; i < r->nmissing; i++) files += is_of(r, i, part);
    if (!files) return;
    buf_fmt(b, "; %td %s: ", files, part ? "analysed in part" : "not analysed");
    for (Size i = 0; i < r->nmissing && named < MOST_NAMED; i++) {
        if (!is_of(r, i, part)) continue;
        if (named++) buf_add(b, S(", "));
        report_clean(b, r->missing[i].path.len ? r->missing[i].path : r->missing[i].engine);
        if (r->missing[i].line) buf_fmt(b, ":%d", r->missing[i].line);
    }
    if (files > named) buf_fmt(b, " and %td more", files - named);
}

Str report_summary(const Report *r, Arena *keep)
{
    Buf b = {.keep = keep};
    buf_add(&b, plural(count_shown(r), "finding", "findings", keep));
    buf_fmt(&b, " in %.*s", STR_ARG(plural(r->files, "file", "files", keep)));
    add_missing(r, &b, false);
    add_missing(r, &b, true);
    if (r->hidden) buf_fmt(&b, "; %td hidden by comments or the baseline", r->hidden);
    if (r->stopped) buf_add(&b, S("; interrupted before the end"));
    return buf_str(&b);
}

Str report_next(const Finding *f)
{
    if (f->fix.trust == TRUST_SAFE) return S("apply_fix");
    if (f->fix.trust == TRUST_REVIEW) return S("review_fix");
    return f->cwe ? S("ask_model") : S("needs_human");
}

Size engine_names(const Finding *f, Str out[8])
{
    Size n = 0;
    for (Str one, rest = f->engine; n < 8 && str_cut(&rest, S(","), &one);)
        out[n++] = str_trim(one);
    return n;
}

Str cwe_url(int cwe, Arena *keep)
{
    return str_fmt(keep, "https://cwe.mitre.org/data/definitions/%d.html", cwe);
}

Str rule_page(const Finding *f, Arena *keep)
{
    const Rule *r = rule_find(f->rule);
    if (r && r->sources && r->sources[0].len) return r->sources[0];
    return f->cwe ? cwe_url(f->cwe, keep) : (Str){"", 0};
}
