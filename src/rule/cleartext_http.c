// rule cleartext-http: a credential goes over plain HTTP.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str verbs[] = {L("get"),     L("post"),    L("put"),     L("patch"), L("delete"),
                            L("request"), L("urlopen"), L("Request"), {0}};
static const Str near[] = {L("http://localhost"),  L("http://127."),
                           L("http://[::1]"),      L("http://0.0.0.0"),
                           L("http://169.254."),
                           L("http://testserver"), L("http://host.docker.internal"),
                           L("http://{"),          {0}};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_far(Str url)
{
    for (const Str *n = near; n->len; n++)
        if (str_starts(url, *n)) return false;
    return str_starts(url, S("http://")) && url.len > 8;
}

// http://supervisor/auth: a name without a dot is known in one network only, of containers mostly.
static bool is_inner(Str url)
{
    Str host = str_sub(url, 7, -1);
    Size end = 0;
    while (end < host.len && (is_word(host.s[end]) || host.s[end] == '-')) end++;
    return end && end < host.len && (host.s[end] == '/' || host.s[end] == ':');
}

static bool carries_secret(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child;
    Str name =
        py_kind(t, n) == PY_keyword ? py_name(t, py_sym(t, n, keyword_arg)) : query_called(q, n);
    if (py_kind(t, n) == PY_Constant && query_str(q, n, &name) && name.len > 40) return false;
    if (secret_name(name) >= NAME_TOKEN) return true;
    if (py_kind(t, n) == PY_keyword && str_eq(name, S("auth"))) return true;
    if (py_kind(t, n) == PY_Name && depth < 3) {
        NodeId value = query_assigned(q, n);
        if (value && carries_secret(q, value, depth + 1)) return true;
    }
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
        if (carries_secret(q, child, depth)) return true;
    return false;
}

static bool sends_secret(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeList args = py_list(t, call, Call_args), keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 1; i < args.n; i++)
        if (carries_secret(q, args.v[i], 0)) return true;
    for (uint32_t i = 0; i < keys.n; i++)
        if (carries_secret(q, keys.v[i], 0)) return true;
    return false;
}

static bool is_verb(Str name)
{
    return str_in(name, verbs);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        if (!is_verb(m)) continue;
        NodeId url = query_arg(q, n, str_eq(m, S("request")) ? 1 : 0, S("url"));
        if (!url || !is_far(query_prefix(q, url)) || !sends_secret(q, n)) continue;
        bool inner = rule_in_package(run) && is_inner(query_prefix(q, url));
        rule_report(run, q->inside[n], n, inner ? CONF_LOW : CONF_MEDIUM,
                    "a credential is sent over plain HTTP");
    }
}

const Rule rule_cleartext_http = {
    .id = L("cleartext-http"),
    .cwe = 319,
    .also = {523},
    .severity = SEV_MEDIUM,
    .title = L("a credential goes over plain HTTP"),
    .why = L("The request leaves as plain text. Whoever shares the network, runs the proxy or "
             "answers for the name reads the credential in it, uses it from then on, and can "
             "change what comes back."),
    .instead = L("https."),
    .bad = L("import os\n"
             "import requests\n"
             "requests.post(\"http://panel.example.org/login\", json={\"password\": "
             "os.environ[\"PW\"]}, timeout=5)\n"),
    .good = L("import os\n"
              "import requests\n"
              "requests.post(\"https://panel.example.org/login\", json={\"password\": "
              "os.environ[\"PW\"]}, timeout=5)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/319.html"),
                    L("https://owasp.org/Top10/2021/A02_2021-Cryptographic_Failures/")),
    .at_file = look,
    .words = LIST(L("requests"), L("httpx"), L("urlopen"), L("aiohttp"), L("urllib"), L("request"),
                  L("post"), L("get")),
};
