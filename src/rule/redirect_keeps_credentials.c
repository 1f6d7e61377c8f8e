// rule redirect-keeps-credentials: a redirect to another host gets the headers that were meant for the first.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str location[] = {L("location"), {0}};
static const Str credentials[] = {
    L("authorization"), L("cookie"), L("x-api-key"), L("bearer "), {0}};
// what looks at whether it is the same host, or takes the credentials off
static const Str looks[] = {L("same_"),        L("origin"),  L("hostname"),       L("netloc"),
                            L("strip_auth"),   L("rebuild"), L("is_safe"),        L("cross_"),
                            L("strip_header"), L("drop_"),   L("remove_headers"), L("trusted"),
                            L("sameorigin"),   {0}};

// a call that is handed the headers as they are
static bool sends_headers(const Query *q, NodeId in)
{
    static const Str headers[] = {L("headers"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));) {
        NodeList args = py_list(t, n, Call_args), named = py_list(t, n, Call_keywords);
        for (uint32_t i = 0; i < args.n; i++)
            if (py_kind(t, args.v[i]) == PY_Name &&
                query_named(query_called(q, args.v[i]), headers))
                return true;
        for (uint32_t i = 0; i < named.n; i++) {
            NodeId value = py_node(t, named.v[i], keyword_value);
            if (str_eq(py_name(t, py_sym(t, named.v[i], keyword_arg)), S("headers")) && value &&
                (py_kind(t, value) == PY_Name || py_kind(t, value) == PY_Attribute))
                return true;
        }
    }
    return false;
}

// target = urljoin(url, response.headers["location"]): the address of the next turn
static NodeId next_address(const Query *q, NodeId in)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, in, n));)
        if (query_mentions_text(q, py_node(q->tree, n, Assign_value), location))
            return n;
    return 0;
}

static NodeId asks_again(const Query *q, NodeId def)
{
    Str name = py_name(q->tree, py_sym(q->tree, def, FunctionDef_name));
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));)
        if (str_eq(query_method(q, n), name)) return n;
    return 0;
}

static void look_in(RuleRun *run, NodeId in)
{
    const Query *q = run->query;
    NodeId at = next_address(q, in);
    if (!at || query_mentions(q, in, looks) || query_mentions_text(q, in, credentials) ||
        !sends_headers(q, in))
        return;
    rule_report(run, q->inside[at], at, CONF_MEDIUM,
                "the headers of the first request are sent to the address that the answer names");
}

static void look(RuleRun *run)
{
    static const int loops[] = {PY_For, PY_While, PY_AsyncFor};
    static const int defs[] = {PY_FunctionDef, PY_AsyncFunctionDef};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test || !query_mentions_text(q, t->root, credentials)) return;
    for (Size k = 0; k < countof(loops); k++)
        for (NodeId n = 0; (n = query_next(q, loops[k], n));)
            if (query_def(q, q->inside[n])) look_in(run, n);
    for (Size k = 0; k < countof(defs); k++)                    // return self.get(location, headers=headers)
        for (NodeId n = 0; (n = query_next(q, defs[k], n));)
            if (asks_again(q, n)) look_in(run, n);
}

const Rule rule_redirect_keeps_credentials = {
    .id       = L("redirect-keeps-credentials"),
    .cwe      = 522, .also = {200}, .severity = SEV_MEDIUM,
    .title    = L("a redirect to another host gets the headers that were meant for the first"),
    .why      = L("A server that is asked with an Authorization header or a cookie answers with a "
                  "redirect to a host of somebody else's, and the client hands the same header to "
                  "that one."),
    .instead  = L("Compare scheme, host and port of both addresses, and take Authorization, Cookie and "
                  "Proxy-Authorization off when they differ."),
    .bad      = L("from urllib.parse import urljoin\n"
                  "def fetch(send, url, token):\n"
                  "    headers = {\"Authorization\": \"Bearer \" + token}\n"
                  "    for _ in range(5):\n"
                  "        response = send(url, headers)\n"
                  "        if response.status not in (301, 302):\n"
                  "            return response\n"
                  "        url = urljoin(url, response.headers[\"Location\"])\n"),
    .good     = L("from urllib.parse import urljoin, urlsplit\n"
                  "def fetch(send, url, token):\n"
                  "    headers = {\"Authorization\": \"Bearer \" + token}\n"
                  "    for _ in range(5):\n"
                  "        response = send(url, headers)\n"
                  "        if response.status not in (301, 302):\n"
                  "            return response\n"
                  "        target = urljoin(url, response.headers[\"Location\"])\n"
                  "        if urlsplit(target)[:2] != urlsplit(url)[:2]:\n"
                  "            headers.pop(\"Authorization\", None)\n"
                  "        url = target\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/522.html"),
                     L("https://nvd.nist.gov/vuln/detail/CVE-2018-20060"),
                     L("https://nvd.nist.gov/vuln/detail/CVE-2018-18074")),
    .at_file  = look,
    .weak_in_package = true,
    .words    = LIST(L("urljoin"), L("headers"), L("location")),
};
