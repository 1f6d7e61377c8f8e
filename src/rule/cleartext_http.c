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

// What the object of a method call was made by: session = requests.Session(), with requests.Session() as session; 0
static NodeId maker_of(const Query *q, NodeId object)
{
    const Tree *t = q->tree;
    NodeId made = query_peel(q, object);
    if (made && py_kind(t, made) == PY_Call) return made;
    for (NodeId n = 0; py_kind(t, object) == PY_Name && (n = query_next(q, PY_withitem, n));) {
        NodeId as = py_node(t, n, withitem_optional_vars),
               is = py_node(t, n, withitem_context_expr);
        if (as && q->inside[as] == q->inside[object] &&
            str_eq(query_called(q, as), query_called(q, object)) && py_kind(t, is) == PY_Call)
            return is;
    }
    return 0;
}

// session.headers.update({"Authorization": …}), before the call
static bool has_update(const Query *q, NodeId call, NodeId object)
{
    static const Str header[] = {L("authorization"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func),
               of = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value) : 0;
        if (of && str_eq(query_method(q, n), S("update")) &&
            str_eq(query_called(q, of), S("headers")) && py_kind(t, of) == PY_Attribute &&
            q->inside[n] == q->inside[call] && py_at(t, n)->beg < py_at(t, call)->beg &&
            str_eq(query_called(q, py_node(t, of, Attribute_value)), query_called(q, object)) &&
            query_mentions_text(q, n, header))
            return true;
    }
    return false;
}

// session.auth = …, session.headers["Authorization"] = …, session.headers.update({"Authorization": …})
static bool is_keyed(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func),
           of = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value) : 0;
    NodeId made = of ? maker_of(q, of) : 0;
    if (!made || !query_named(query_method(q, made), (const Str[]){L("session"), L("client"), {0}}))
        return false;
    NodeId auth_given = query_arg(q, made, -1, S("auth"));
    if ((auth_given && !query_is_none(q, auth_given)) || has_update(q, call, of)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        NodeId base = py_kind(t, to) == PY_Subscript ? py_node(t, to, Subscript_value) : to;
        NodeId object = py_kind(t, base) == PY_Attribute ? py_node(t, base, Attribute_value) : 0;
        bool auth = str_eq(query_called(q, base), S("auth")) ||
                    (base != to && query_mentions_text(q, py_node(t, to, Subscript_slice),
                                                       (const Str[]){L("authorization"), {0}}));
        if (auth && object && q->inside[n] == q->inside[call] &&
            py_at(t, n)->beg < py_at(t, call)->beg &&
            str_eq(query_called(q, object), query_called(q, of)))
            return true;
    }
    return false;
}

// http.client.HTTPConnection("api.example.org"), urllib3.HTTPConnectionPool("api.example.org"): of a far host
static bool is_plain_connection(const Query *q, NodeId call)
{
    static const Str makers[] = {L("http.client.HTTPConnection"),
                                 L("urllib3.HTTPConnectionPool"),
                                 L("urllib3.connectionpool.HTTPConnectionPool"),
                                 {0}};
    static const Str here[] = {L("localhost"), L("127.0.0.1"), L("::1"), L("0.0.0.0"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func),
           of = py_kind(t, func) == PY_Attribute ? py_node(t, func, Attribute_value) : 0;
    NodeId made = of ? maker_of(q, of) : 0;
    NodeId host = made && py_kind(t, made) == PY_Call && query_calls(q, made, makers)
                      ? query_arg(q, made, 0, S("host"))
                      : 0;
    Str text;
    return host && query_str(q, host, &text) && str_find(text, S(".")) > 0 && !str_in(text, here) &&
           !str_starts(text, S("127.")) && !str_starts(text, S("169.254."));
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
        if (url && is_plain_connection(q, n) && sends_secret(q, n)) {
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "a credential is sent over plain HTTP");
            continue;
        }
        if (!url || !is_far(query_prefix(q, url)) || (!sends_secret(q, n) && !is_keyed(q, n)))
            continue;
        bool inner = rule_in_package(run) && is_inner(query_prefix(q, url));
        rule_report(run, q->inside[n], n, inner ? CONF_LOW : CONF_MEDIUM,
                    "a credential is sent over plain HTTP");
    }
}

// Where nothing was walked an address begins as a text of this file does.
static bool speaks(const RuleRun *run)
{
    const Tree *t = run->tree;
    if (run->walked || rule_says(run, S("HTTPConnection")) ||
        rule_says(run, S("HTTPConnectionPool")))
        return true;
    for (Size i = 0; i < t->consts.n; i++)
        if (t->consts.v[i].kind == CONST_STR && str_starts(t->consts.v[i].text, S("http:")))
            return true;
    return false;
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
    .speaks = speaks,
};
