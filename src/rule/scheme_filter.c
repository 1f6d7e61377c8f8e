// rule scheme-filter: addresses of scripts are kept out by a list of what they may look like.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Text that takes "javascript" followed at once by what ends a scheme: no blank or control character may
// stand between its letters, as browsers allow.
static bool names_scheme(Str text)
{
    static const char word[] = "javascript";
    for (Size i = 0; i + 10 < text.len; i++) {
        Size k = 0;
        while (k < 10 && (text.s[i + k] | 32) == word[k]) k++;
        if (k < 10) continue;
        Str after = str_sub(text, i + 10, -1);
        return str_find(after, S(":")) >= 0 && str_find(text, S("\\x00")) < 0;
    }
    return false;
}

// The text is put into a form without blanks and control characters, or taken apart, somewhere in this
// function or the class around it.
static bool is_brought_down(const Query *q, NodeId at)
{
    static const Str ways[] = {L("translate"), L("sub"),        L("replace"),  L("isprintable"), L("urlparse"),
                               L("urlsplit"),  L("isspace"),    L("splitlines"), L("urlsafe"),   L("nh3"),
                               L("isalnum"),   L("isalpha"),    L("control"),  {0}};
    NodeId in = query_def(q, q->inside[at]);
    return in ? query_mentions(q, in, ways) : false;
}

// It is about markup: links in pages, attributes of tags.
static bool is_markup(const Query *q)
{
    static const Str words[] = {L("html"), L("href"), L("sanit"), L("clean"), L("markdown"),
                                L("attr"), L("link"), L("tag"),   L("xss"),   {0}};
    return query_named(q->module->path, words) || query_mentions(q, q->tree->root, words);
}

// PATTERN.match(url), re.search(r"^\s*javascript:", url)
static bool asks_pattern(const Query *q, NodeId call)
{
    static const Str asks[] = {L("match"), L("search"), L("fullmatch"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func), pattern = query_arg(q, call, 0, S("pattern"));
    Str m = query_method(q, call), text;
    const Str *a = asks;
    while (a->len && !str_eq(m, *a)) a++;
    if (!a->len || py_kind(t, func) != PY_Attribute) return false;
    NodeId made = query_peel(q, py_node(t, func, Attribute_value));
    if (made && py_kind(t, made) == PY_Call && str_eq(query_callee(q, made), S("re.compile")))
        pattern = query_arg(q, made, 0, S("pattern"));
    return pattern && query_str(q, pattern, &text) && names_scheme(text);
}

// url.startswith("javascript:"), url.startswith(("javascript:", "vbscript:")), BAD the name of such
static bool asks_beginning(const Query *q, NodeId call)
{
    NodeId first = query_peel(q, query_arg(q, call, 0, S("")));
    Str text;
    if (!first || !str_eq(query_method(q, call), S("startswith"))) return false;
    if (query_str(q, first, &text)) return names_scheme(text) || str_eq(text, S("javascript:"));
    int k = py_kind(q->tree, first);
    if (k != PY_Tuple && k != PY_List) return false;
    NodeList items = py_list(q->tree, first, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (items.v[i] && query_str(q, items.v[i], &text) && str_eq(text, S("javascript:")))
            return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!asks_pattern(q, n) && !asks_beginning(q, n)) continue;
        if (is_brought_down(q, n) || !is_markup(q)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "\"java\\tscript:\" and \"\\x01javascript:\" pass, and browsers run them");
    }
}

const Rule rule_scheme_filter = {
    .id       = L("scheme-filter"),
    .cwe      = 79, .also = {116}, .severity = SEV_MEDIUM,
    .title    = L("addresses of scripts are kept out by a list of what they may look like"),
    .why      = L("Browsers drop control characters before an address, and tabs and line ends within "
                  "it, before they read its scheme. A test for the text javascript: does not see "
                  "java\\tscript:, and the link runs the attacker's script in the visitor's session."),
    .instead  = L("Take control characters and blanks out first, then let only the schemes through "
                  "that are meant: http, https, mailto."),
    .bad      = L("import html\n"
                  "def link(href, text):\n"
                  "    if href.lower().strip().startswith(\"javascript:\"):\n"
                  "        href = \"#\"\n"
                  "    return '<a href=\"%s\">%s</a>' % (html.escape(href), html.escape(text))\n"),
    .good     = L("import html\n"
                  "from urllib.parse import urlsplit\n"
                  "def link(href, text):\n"
                  "    if urlsplit(href.strip()).scheme not in (\"http\", \"https\", \"mailto\"):\n"
                  "        href = \"#\"\n"
                  "    return '<a href=\"%s\">%s</a>' % (html.escape(href), html.escape(text))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
                     L("https://url.spec.whatwg.org/#url-parsing"),
                     L("https://codeql.github.com/codeql-query-help/javascript/js-incomplete-url-scheme-check/")),
    .at_file  = look,
    .weak_in_package = true,
    .words    = LIST(L("match"), L("search"), L("startswith"), L("fullmatch")),
};
