// rule loose-host-check: a host is checked in a way that other hosts pass too.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str places[] = {L("url"),    L("uri"),  L("host"),     L("origin"), L("refer"),
                             L("domain"), L("netloc"), L("redirect"), L("link"),  L("email"),
                             L("callback"), L("next"), L("endpoint"), L("target"), {0}};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

// example.com, www.example.co.uk; no file name: the last part is a top-level domain of letters.
static bool is_domain(Str s)
{
    static const Str tops[] = {L("com"), L("org"), L("net"), L("io"),  L("dev"), L("gov"),
                               L("edu"), L("app"), L("co"),  L("eu"),  L("de"),  L("uk"),
                               L("info"), L("biz"), L("cloud"), L("local"), L("internal"),
                               L("example"), L("test"), {0}};
    Size dot = str_rfind(s, '.');
    if (dot < 1 || s.s[0] == '.' || s.s[0] == '-') return false;
    for (Size i = 0; i < s.len; i++)
        if (!is_name_char(s.s[i]) && s.s[i] != '.') return false;
    if (str_in(str_sub(s, dot + 1, -1), tops)) return true;
    return false;
}

static Str after_scheme(Str s)
{
    Size at = str_find(s, S("://"));
    return at < 0 ? str_sub(s, 0, 0) : str_sub(s, at + 3, -1);
}

static bool is_place(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    if (query_named(query_called(q, n), places)) return true;
    NodeId func = py_kind(t, n) == PY_Call ? py_node(t, n, Call_func) : 0;
    if (func && py_kind(t, func) == PY_Attribute)
        return is_place(q, py_node(t, func, Attribute_value));
    return false;
}

// redirect(u), requests.get(u): is the name what somebody is sent to, or what is fetched?
static bool goes_there(const Query *q, NodeId call, Str name)
{
    static const Str uses[] = {L("redirect"), L("requests."), L("httpx."), L("urlopen"),
                               L("urlparse"), L("urlsplit"), {0}};
    const Tree *t = q->tree;
    if (!query_named(py_text(t, py_node(t, call, Call_func)), uses)) return false;
    for (int i = 0; i < 2; i++) {                                       // request("GET", u)
        NodeId at = query_arg(q, call, i, S("url"));
        if (at && str_eq(py_text(t, at), name)) return true;
    }
    return false;
}

// What a visitor sent, in a function that sends somebody there or fetches it: an address, whatever
// its name.
static bool is_used_as_place(const Query *q, NodeId n)
{
    NodeId def = query_def(q, q->inside[n]);
    if (!def || py_kind(q->tree, n) != PY_Name || !(query_taint(q, n) & KIND(REMOTE))) return false;
    for (NodeId c = 0; (c = query_next_in(q, PY_Call, def, c));)
        if (goes_there(q, c, py_text(q->tree, n))) return true;
    return false;
}

// A decision hangs on it: it stands in a test, or is what a function answers.
static bool decides(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    for (NodeId up = q->parent[n]; up; n = up, up = q->parent[up]) {
        int k = py_kind(t, up);
        if (k == PY_If || k == PY_While || k == PY_IfExp || k == PY_Assert)
            return py_node(t, up, 0) == n;
        if (k == PY_Return || k == PY_comprehension) return true;
        if (k != PY_BoolOp && k != PY_UnaryOp && k != PY_Call && k != PY_GeneratorExp) return false;
    }
    return false;
}

// In a package: does somebody go away, or get an answer, by it? What only makes a list shorter trusts nobody.
static bool lets_in(const Query *q, NodeId n)
{
    static const Str ends[] = {L("abort"), L("redirect"), L("fail"), L("exit"), {0}};
    const Tree *t = q->tree;
    for (NodeId up = q->parent[n]; up; n = up, up = q->parent[up]) {
        int k = py_kind(t, up);
        if (k == PY_Return) return true;
        if (k == PY_If && py_node(t, up, If_test) == n) {
            NodeList body = py_list(t, up, If_body);
            int last = py_kind(t, py_last(body));
            return last == PY_Raise || last == PY_Return ||
                   query_mentions(q, py_last(body), ends);
        }
        if (k != PY_BoolOp && k != PY_UnaryOp && k != PY_Call && k != PY_GeneratorExp) return false;
    }
    return false;
}

static Confidence how_sure(const RuleRun *run, NodeId place, NodeId n)
{
    if (rule_in_package(run) && !lets_in(run->query, place)) return CONF_LOW;
    return query_taint(run->query, n) & KIND(REMOTE) ? CONF_MEDIUM : CONF_LOW;
}

// "example.com" in url
static void look_at_in(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
    NodeId left = py_node(t, n, Compare_left), right = py_list(t, n, Compare_comparators).v[0];
    Str text;
    if ((op != OP_IN && op != OP_NOTIN) || !query_str(q, left, &text) ||
        !(is_place(q, right) || is_used_as_place(q, right)))
        return;
    Str rest = after_scheme(text);
    Str host = rest.len ? rest : text;
    bool plural = str_ends(query_called(q, right), S("s"));
    if (!is_domain(host) || plural || !decides(q, n)) return;
    rule_report(run, q->inside[n], n, how_sure(run, n, right),
                "any address that holds \"%.*s\" somewhere passes", STR_ARG(text));
}

// url.startswith("https://example.com"), host.endswith("example.com")
static void look_at_ends(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str m = query_method(q, n), text;
    bool starts = str_eq(m, S("startswith")), ends = str_eq(m, S("endswith"));
    if (!starts && !ends) return;
    NodeId func = py_node(t, n, Call_func), first = query_arg(q, n, 0, S(""));
    if (!first || py_kind(t, func) != PY_Attribute || !query_str(q, first, &text)) return;
    NodeId of = py_node(t, func, Attribute_value);
    if (!(is_place(q, of) || is_used_as_place(q, of)) || !decides(q, n)) return;
    if (starts && is_domain(after_scheme(text)))
        rule_report(run, q->inside[n], n, how_sure(run, n, of),
                    "\"%.*s.evil.example\" passes: the host does not end there", STR_ARG(text));
    if (ends && is_domain(text))
        rule_report(run, q->inside[n], n, how_sure(run, n, of),
                    "\"evil%.*s\" passes: no dot stands before it", STR_ARG(text));
}

// An unescaped dot between a name and a top-level domain, in a pattern for addresses.
static bool has_loose_dot(Str p)
{
    static const Str tops[] = {L("com"), L("org"), L("net"), L("io"), {0}};
    if (str_find(p, S("http")) < 0 && !str_starts(p, S("^"))) return false;
    for (Size i = 1; i + 2 < p.len; i++) {
        if (p.s[i] != '.' || !is_name_char(p.s[i - 1])) continue;
        for (const Str *top = tops; top->len; top++) {
            Str rest = str_sub(p, i + 1, -1);
            if (str_starts(rest, *top) &&
                (rest.len == top->len || !is_name_char(rest.s[top->len])))
                return true;
        }
    }
    return false;
}

// https://example\.com: nothing says that the host ends there.
static bool has_open_end(Str p)
{
    static const Str tops[] = {L("\\.com"), L("\\.org"), L("\\.net"), L("\\.io"), {0}};
    Size at = str_find(p, S("://"));
    Str host = at < 0 ? S("") : str_sub(p, at + 3, -1);
    for (Size i = 0; i < host.len; i++)
        if (!is_name_char(host.s[i]) && host.s[i] != '.' && host.s[i] != '\\') return false;
    for (const Str *top = tops; host.len && top->len; top++)
        if (str_ends(host, *top)) return true;
    return false;
}

// re.match(r"https://example\.com", url), and what fits is let through
static void look_at_end(RuleRun *run, NodeId n, Str text)
{
    static const Str res[] = {L("re.match"), L("re.search"), L("regex.match"), {0}};
    const Query *q = run->query;
    NodeId of = has_open_end(text) ? query_arg(q, n, 1, S("string")) : 0;
    if (!of || !query_calls(q, n, res) ||
        !decides(q, n) || !(is_place(q, of) || is_used_as_place(q, of)))
        return;
    rule_report(run, q->inside[n], n, how_sure(run, n, of),
                "\"%.*s.evil.example\" passes: the pattern does not say where the host ends",
                STR_ARG(text));
}

static void look_at_dots(RuleRun *run, NodeId n, Str text)
{
    static const Str res[] = {L("re.match"), L("re.fullmatch"), L("re.search"), L("re.compile"),
                              L("regex.match"), L("regex.compile"), {0}};
    const Query *q = run->query;
    if (!has_loose_dot(text) || !query_calls(q, n, res)) return;
    NodeId of = query_arg(q, n, 1, S("string"));
    bool compiled = str_eq(query_method(q, n), S("compile"));
    rule_report(run, q->inside[n], n, compiled || !of ? CONF_LOW : how_sure(run, n, of),
                "a dot that is not escaped stands for any character of the host");
}

static void look_at_pattern(RuleRun *run, NodeId n)
{
    NodeId first = query_arg(run->query, n, 0, S("pattern"));
    Str text;
    if (!first || !query_str(run->query, first, &text)) return;
    look_at_dots(run, n, text);
    look_at_end(run, n, text);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) look_at_in(run, n);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        look_at_ends(run, n);
        look_at_pattern(run, n);
    }
    if (!rule_in_package(run))
        rule_by_shape(run, PY_Call, mend_fix_loose_host, CONF_LOW,
                      "a host whose name only ends like one of these passes, too");
}

const Rule rule_loose_host_check = {
    .id       = L("loose-host-check"),
    .cwe      = 183, .also = {697, 20}, .severity = SEV_MEDIUM,
    .title    = L("a host is checked in a way that other hosts pass too"),
    .why      = L("`\"example.com\" in url` is also true of https://evil.net/?example.com, "
                  "startswith(\"https://example.com\") of https://example.com.evil.net, "
                  "endswith(\"example.com\") of notexample.com, and a dot in a pattern of "
                  "exampleXcom: the redirect, the request or the message goes to the attacker's "
                  "server with the check's blessing."),
    .instead  = L("Parse first and compare the whole host: urlparse(url).hostname in "
                  "{\"example.com\", …}; for subdomains host == d or host.endswith(\".\" + d)."),
    .bad      = L("from urllib.parse import urlparse\n"
                  "def is_ours(url):\n"
                  "    return \"example.com\" in url\n"),
    .good     = L("from urllib.parse import urlparse\n"
                  "def is_ours(url):\n"
                  "    return urlparse(url).hostname == \"example.com\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/183.html"),
                     L("https://codeql.github.com/codeql-query-help/python/"
                       "py-incomplete-url-substring-sanitization/"),
                     L("https://codeql.github.com/codeql-query-help/python/"
                       "py-incomplete-hostname-regexp/")),
    .peers    = LIST(L("codeql:py/incomplete-url-substring-sanitization"),
                     L("codeql:py/incomplete-hostname-regexp")),
    .at_file  = look,
    .surest   = {.unwalked = CONF_LOW},
    .fix      = mend_fix_loose_host,
};
