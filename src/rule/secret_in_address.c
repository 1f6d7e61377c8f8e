// rule secret-in-address: a password is part of the address that a request goes to.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str clients[] = {L("requests."), L("httpx."), L("urllib.request."), L("aiohttp."), {0}};
static const Str verbs[] = {L("get"),     L("post"),    L("put"),     L("delete"), L("head"),
                            L("request"), L("urlopen"), L("Request"), L("patch"),  {0}};

static bool is_password(Str key) { return key.len && secret_name(key) == NAME_PASSWORD; }

// "…?password=%s", "…&password={}": where a place of a format stands after such a key; "…?password=": with ends,
// where the text ends after it.
static bool asks_password(Str text, bool ends)
{
    static const Str places[] = {L("%s"), L("%("), L("{"), {0}};
    Size key = -1;
    for (Size i = 0; i < text.len; i++) {
        if (text.s[i] == '?' || text.s[i] == '&') key = i + 1;
        if (text.s[i] != '=' || key < 0) continue;
        Str name = str_sub(text, key, i), rest = str_sub(text, i + 1, -1);
        bool placed = ends && !rest.len;
        key = -1;
        for (const Str *p = places; !ends && p->len; p++) placed |= str_starts(rest, *p);
        if (placed && is_password(name)) return true;
    }
    return false;
}

static bool in_params(const Query *q, NodeId params);

// f"https://…?password={p}", "https://…?password=" + p: what follows is no constant
static bool in_text(const Query *q, NodeId url)
{
    const Tree *t = q->tree;
    int k = py_kind(t, url);
    Str text;
    if (k == PY_BinOp && py_at(t, url)->op == OP_ADD) {
        NodeId left = py_node(t, url, BinOp_left), end = left;
        NodeId right = py_node(t, url, BinOp_right);
        if (in_text(q, left)) return true;
        if (py_kind(t, right) == PY_Call && str_eq(query_method(q, right), S("urlencode")))
            return in_params(q, query_arg(q, right, 0, S("query")));
        while (py_kind(t, end) == PY_BinOp) end = py_node(t, end, BinOp_right);
        return query_str(q, end, &text) && asks_password(text, true) &&
               !query_str(q, py_node(t, url, BinOp_right), &text);
    }
    if (k == PY_BinOp && py_at(t, url)->op == OP_MOD)
        return query_str(q, py_node(t, url, BinOp_left), &text) && asks_password(text, false);
    NodeId func = k == PY_Call ? py_node(t, url, Call_func) : 0;
    if (func && py_kind(t, func) == PY_Attribute && str_eq(query_method(q, url), S("format")))
        return query_str(q, py_node(t, func, Attribute_value), &text) && asks_password(text, false);
    NodeList parts = k == PY_JoinedStr ? py_list(t, url, JoinedStr_values) : (NodeList){0};
    for (uint32_t i = 0; i + 1 < parts.n; i++)
        if (query_str(q, parts.v[i], &text) && asks_password(text, true) &&
            py_kind(t, parts.v[i + 1]) == PY_FormattedValue)
            return true;
    return false;
}

// params={"password": p}: requests puts them into the address
static bool in_params(const Query *q, NodeId params)
{
    const Tree *t = q->tree;
    params = params ? query_peel(q, params) : 0;
    if (!params || py_kind(t, params) != PY_Dict) return false;
    NodeList keys = py_list(t, params, Dict_keys);
    Str key;
    for (uint32_t i = 0; i < keys.n; i++)
        if (keys.v[i] && query_str(q, keys.v[i], &key) && is_password(key) &&
            py_kind(t, py_list(t, params, Dict_values).v[i]) != PY_Constant)
            return true;
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str callee = query_callee(q, n), method = query_method(q, n);
        if (!str_in(method, verbs) || !str_begins(callee, clients)) continue;
        NodeId url = query_arg(q, n, str_eq(method, S("request")) ? 1 : 0, S("url"));
        if ((url && in_text(q, query_peel(q, url))) || in_params(q, query_arg(q, n, -1, S("params"))))
            rule_report(run, q->inside[n], n, CONF_MEDIUM, "the password stands in the address");
    }
}

const Rule rule_secret_in_address = {
    .id       = L("secret-in-address"),
    .cwe      = 598, .also = {201}, .severity = SEV_MEDIUM,
    .title    = L("a password in the query of an address"),
    .why      = L("Addresses are written down on the way: in the logs of the server and of proxies, in histories, in "
                  "what a page tells the next one about where the visitor came from."),
    .instead  = L("Send it in the body of a POST or in a header."),
    .bad      = L("import requests\n"
                  "def login(user, password):\n"
                  "    return requests.get(f\"https://example.org/login?user={user}&password={password}\", timeout=5)\n"),
    .good     = L("import requests\n"
                  "def login(user, password):\n"
                  "    return requests.post(\"https://example.org/login\", timeout=5,\n"
                  "                         data={\"user\": user, \"password\": password})\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/598.html"),
                     L("https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url")),
    .at_file  = look,
    .words    = LIST(L("requests"), L("httpx"), L("urlopen"), L("Request"), L("aiohttp")),
    .weak_in_package = true,
};
