// rule bad-tag-filter: markup is filtered with a pattern.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str users[] = {L("re.sub"),      L("re.subn"),   L("re.compile"), L("re.findall"),
                            L("re.finditer"), L("re.search"), L("re.match"),   {0}};

static bool names_script(Str text)
{
    for (Size i = 0; i + 6 <= text.len; i++) {
        static const char word[] = "script";
        Size k = 0;
        while (k < 6 && (text.s[i + k] | 32) == word[k]) k++;
        bool tag = k == 6 && i &&
                   (text.s[i - 1] == '<' || text.s[i - 1] == '/' || text.s[i - 1] == ')' ||
                    text.s[i - 1] == '*');
        if (tag) return true;
    }
    return false;
}

// <!--.*-->: a comment runs over lines, and "--!>" ends one as well.
static bool is_comment_filter(Str pattern)
{
    static const Str any[] = {L("[\\s\\S]"), L("[\\S\\s]"), L("(?s"), L("[^"), L("(.|\\n)"), {0}};
    return str_starts(pattern, S("<!--")) && str_find(pattern, S("-->")) > 0 &&
           str_find(pattern, S("!")) == 1 && str_find(str_sub(pattern, 4, -1), S("!")) < 0 &&
           !str_has(pattern, any);
}

static void look_at_comments(RuleRun *run)
{
    static const Str cuts[] = {L("re.sub"), L("re.subn"), {0}}, all[] = {L("dotall"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId first = query_calls(q, n, cuts) ? query_arg(q, n, 0, S("pattern")) : 0;
        NodeId with = first ? query_arg(q, n, 1, S("repl")) : 0,
               flags = first ? query_arg(q, n, 4, S("flags")) : 0;
        Str pattern, text;
        if (!with || !query_str(q, first, &pattern) || !is_comment_filter(pattern) ||
            !query_str(q, with, &text) || text.len ||
            (flags && (query_mentions(q, flags, all) || query_uses(q, flags, S("S")))))
            continue;
        rule_report(run, q->inside[n], n, rule_hint(run),
                    "a comment of two lines is not taken out");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    look_at_comments(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str pattern, with;
        bool replace = str_eq(query_method(q, n), S("replace"));
        if (!replace && !query_calls(q, n, users)) continue;
        NodeId first = query_arg(q, n, 0, S("pattern")), second = query_arg(q, n, 1, S("repl"));
        if (!first || !query_str(q, first, &pattern) || !names_script(pattern)) continue;
        bool cuts = second && query_str(q, second, &with) && !with.len;
        bool finds = !replace && !str_ends(query_callee(q, n), S("sub"));
        if (!cuts && !finds) continue;
        NodeId def = query_def(q, q->inside[n]);
        bool cut_later = def && query_mentions(q, def, (const Str[]){L("replace"), L("sub"), {0}});
        static const Str cleans[] = {L("sanit"), L("clean"), L("safe"),  L("xss"),
                                     L("strip"), L("escape"), L("filter"), L("remove"), {0}};
        Str name = py_name(q->tree, q->module->funcs.v[q->inside[n]].name);
        if (rule_in_package(run)) cut_later = false, cuts = cuts && query_named(name, cleans);
        rule_report(run, q->inside[n], n, cuts || cut_later ? CONF_MEDIUM : CONF_LOW,
                    "script elements are looked for with a pattern");
    }
}

const Rule rule_bad_tag_filter = {
    .id       = L("bad-tag-filter"),
    .cwe      = 116, .also = {80, 79}, .severity = SEV_MEDIUM,
    .title    = L("markup is filtered with a pattern"),
    .why      = L("Browsers read far more as a tag than a pattern can list: <img onerror=…>, "
                  "</script > with a blank, a tag inside a tag that appears once the inner one "
                  "is cut out."),
    .instead  = L("Escape (html.escape), or use a sanitizer that parses (nh3, bleach)."),
    .bad      = L("import re\n"
                  "def clean(text):\n"
                  "    return re.sub(r\"<script.*?>.*?</script>\", \"\", text)\n"),
    .good     = L("import html\n"
                  "def clean(text):\n"
                  "    return html.escape(text)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/116.html"),
                     L("https://codeql.github.com/codeql-query-help/python/py-bad-tag-filter/")),
    .peers    = LIST(L("codeql:py/bad-tag-filter")),
    .at_file  = look,
    .words    = LIST(L("re"), L("sub"), L("replace"), L("compile"), L("findall")),
};
