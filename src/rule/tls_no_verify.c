// rule tls-no-verify: the server's certificate is not checked.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

// verify=check, cert_reqs=CERT_REQUIRED if check else CERT_NONE: an option, and its default checks
static bool has_option(const Query *q, NodeId call)
{
    static const Str words[] = {L("verif"), L("ssl"), L("cert"), L("valid"), L("insecure"), {0}};
    const Tree *t = q->tree;
    NodeList keys = py_list(t, call, Call_keywords);
    for (uint32_t i = 0; i < keys.n; i++) {
        Str name = py_name(t, py_sym(t, keys.v[i], keyword_arg));
        bool on = query_named(name, (const Str[]){L("insecure"), L("disable"), L("allow"), {0}});
        if (query_named(name, words) &&
            secrets_is_option(q, py_node(t, keys.v[i], keyword_value), on))
            return true;
    }
    return false;
}

// r = head(…), of which the function takes nothing but these
static bool only_taken(const Query *q, NodeId call, const Str *takes)
{
    const Tree *t = q->tree;
    NodeId st = q->parent[call];
    if (py_kind(t, st) != PY_Assign || py_kind(t, py_list(t, st, Assign_targets).v[0]) != PY_Name)
        return false;
    NodeId target = py_list(t, st, Assign_targets).v[0];
    bool any = false;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        if (n == target || q->inside[n] != q->inside[call] ||
            !str_eq(py_text(t, n), py_text(t, target)))
            continue;
        NodeId up = q->parent[n];
        if (py_kind(t, up) != PY_Attribute || !str_in(query_called(q, up), takes)) return false;
        any = true;
    }
    return any;
}

// requests.get(base + "/health", verify=False).ok: nothing is sent, and only whether somebody answered
// is taken.
static bool only_asks_answer(const Query *q, NodeId call)
{
    static const Str sends[] = {L("data"), L("json"), L("headers"), L("auth"), L("params"),
                                L("cookies"), L("files"), L("cert"), {0}};
    static const Str takes[] = {L("ok"), L("status_code"), {0}};
    static const Str asks[] = {L("get"), L("head"), L("options"), {0}};
    NodeId up = q->parent[call];
    for (const Str *s = sends; s->len; s++)
        if (query_arg(q, call, -1, *s)) return false;
    if (!str_in(query_method(q, call), asks)) return false;
    if (py_kind(q->tree, up) == PY_Attribute) return str_in(query_called(q, up), takes);
    return only_taken(q, call, takes);
}

// TCPConnector(ssl=False) in a function of addresses of http:// alone: there is no TLS to check
static bool is_of_plain_http(const Query *q, NodeId in)
{
    static const Str plain[] = {L("http://"), L("ws://"), {0}};
    static const Str secure[] = {L("https"), L("wss:"), {0}};
    return query_mentions_text(q, in, plain) && !query_mentions_text(q, in, secure);
}

// In a package: somebody's choice, a look whether anybody answers, or no TLS at all.
static bool is_harmless(const Query *q, NodeId n, NodeId in)
{
    return py_kind(q->tree, n) == PY_Call &&
           (has_option(q, n) || only_asks_answer(q, n) || is_of_plain_http(q, in));
}

// SMTP_SSL(…), starttls(), FTP_TLS(…): without a context the standard library checks nothing. It counts
// where a password goes to whoever answers; a server of this machine has no name to check.
static Confidence judge_unchecked(const Query *q, const FlowMark *mark, Str *message)
{
    static const Str local[] = {L("localhost"), L("127.0.0.1"), L("::1"), {0}};
    static const Str logins[] = {L("login"), L("pass_"), L("authenticate"), L("apop"), {0}};
    enum { USER = 1, PASSWORD = 2 };
    NodeId def = query_def(q, mark->func), host = query_arg(q, mark->node, 0, S("host"));
    Str at;
    if (host && query_str(q, host, &at) && str_in(at, local)) return CONF_NONE;
    *message = S("without a context the certificate is not checked");
    if (str_ends(mark->callee, S("FTP_TLS")) && query_arg(q, mark->node, USER, S("user")) &&
        query_arg(q, mark->node, PASSWORD, S("passwd")))
        return CONF_MEDIUM;
    NodeId in = def ? def : q->tree->root;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));)
        if ((def || q->inside[n] == mark->func) && str_in(query_method(q, n), logins))
            return CONF_MEDIUM;
    return CONF_LOW;
}

// Does the file name an attack? A scanner may be one of bar codes or letters, and a payload any body.
static bool names_attack(const RuleRun *run)
{
    static const Str attacks[] = {L("xss"),     L("sqli"),  L("ssrf"),  L("csrf"),      L("vuln"),
                                  L("exploit"), L("brute"), L("fuzz"),  L("subdomain"), L("portscan"), {0}};
    const Tree *t = run->tree;
    for (Size i = 0; i < t->names.n; i++)
        if (query_named(t->names.v[i], attacks)) return true;
    return false;
}

// What looks for weak hosts asks those that have a made-up certificate, too: scanners/xss.py, class
// LoginBruteForcer.
static bool is_probing(const RuleRun *run, NodeId n)
{
    static const Str folders[] = {L("exploits/"), L("pentest"), L("/exploit"), {0}};
    static const Str classes[] = {L("Exploit"), L("BruteForce"), L("Fuzzer"), {0}};
    static const Str either[] = {L("scanners/"), L("payloads/"), {0}}, scanner[] = {L("Scanner"), {0}};
    const Tree *t = run->tree;
    Str within = run->module->within;
    bool perhaps = str_has(within, either);
    if (str_has(within, folders)) return true;
    for (; n; n = run->query->parent[n]) {
        if (py_kind(t, n) != PY_ClassDef) continue;
        Str name = py_name(t, py_sym(t, n, ClassDef_name));
        if (query_named(name, classes)) return true;
        perhaps |= query_named(name, scanner);
    }
    return perhaps && names_attack(run);
}

// pyOpenSSL's context checks nothing unless it is told to, nor do the mail clients of the library.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (run->file->is_test) return CONF_LOW;                    // of a test's own server
    // a server asks for no certificate unless it wants to
    static const Str server[] = {L("protocol_tls_server"), L("client_auth"), L("server_side"), {0}};
    NodeId def = query_def(q, mark->func), in = def ? def : q->tree->root;
    if (def && query_mentions(q, def, server)) return CONF_NONE;
    if (rule_tls_is_shown(q, mark->func) || is_probing(run, mark->node)) return CONF_LOW;
    if (rule_in_package(run) && is_harmless(q, mark->node, in)) return CONF_LOW;
    if (py_kind(q->tree, mark->node) == PY_Call && query_mentions(q, mark->node, server))
        return CONF_NONE;
    if (models_has_tag(mark->mark, S("context"))) {
        *message = S("a context of pyOpenSSL checks no certificate until set_verify is called");
        return query_mentions(q, in, (const Str[]){L("set_verify"), L("use_certificate"), {0}})
                   ? CONF_NONE
                   : CONF_LOW;
    }
    // set_verify(TABLE[value], …): the caller chooses
    NodeId first =
        py_kind(q->tree, mark->node) == PY_Call ? query_arg(q, mark->node, 0, S("mode")) : 0;
    if (first && py_kind(q->tree, first) == PY_Subscript && rule_in_package(run)) return CONF_LOW;
    if (models_has_tag(mark->mark, S("unchecked"))) return judge_unchecked(q, mark, message);
    return rule_tls_is_chosen(run, mark) ? CONF_LOW : c;
}

// kwargs["cert_reqs"] = ssl.CERT_NONE, on the way to a pool of connections
static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        Str key, text;
        if (py_kind(t, to) != PY_Subscript || !query_str(q, py_node(t, to, Subscript_slice), &key) ||
            !str_eq(key, S("cert_reqs")))
            continue;
        bool none = str_ends(query_dotted(q, value), S("CERT_NONE")) ||
                    (query_str(q, value, &text) && str_eq(text, S("CERT_NONE")));
        if (none)
            rule_report(run, q->inside[n], n, rule_hint(run),
                        "connections that are made with this check no certificate");
    }
}

const Rule rule_tls_no_verify = {
    .id = L("tls-no-verify"),
    .cwe = 295,
    .severity = SEV_HIGH,
    .title = L("the server's certificate is not checked"),
    .why = L("Anyone on the way (a network, a proxy, a poisoned name) can present a "
             "certificate of their own, read everything and change it."),
    .instead = L("Leave verification on; for a private authority give its certificate "
                 "(verify=\"ca.pem\", ssl.create_default_context(cafile=…))."),
    .bad = L("import requests\n"
             "requests.get(\"https://pay.example.org\", verify=False, timeout=5)\n"),
    .good = L("import requests\n"
              "requests.get(\"https://pay.example.org\", timeout=5)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/295.html"),
             L("https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification"),
             L("https://docs.python.org/3/library/ssl.html#ssl-security")),
    .peers = LIST(L("bandit:B323"), L("bandit:B501"), L("ruff:S323"), L("ruff:S501"),
                  L("codeql:py/request-without-cert-validation")),
    .mark = L("tls-no-verify"),
    .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .at_file = look,
    .words = LIST(L("HTTPAdapter"), L("PoolManager"), L("init_poolmanager"), L("urllib3"), L("CERT_NONE")),
    .fix = mend_fix_flip,
};
