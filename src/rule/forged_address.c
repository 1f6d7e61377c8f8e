// rule forged-address: the address that the client itself names decides what it may do.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

enum { STEPS = 100 }; // names, calls and pieces looked at from one test on

// Headers in which a proxy says who asked it. Whoever comes past the proxy, or through one that adds to what is
// there, writes what they like.
static const Str headers[] = {L("x-forwarded-for"),     L("http_x_forwarded_for"),
                              L("x-real-ip"),           L("http_x_real_ip"),
                              L("x-client-ip"),         L("http_x_client_ip"),
                              L("client-ip"),           L("http_client_ip"),
                              L("x-originating-ip"),    L("x-remote-ip"),
                              L("x-remote-addr"),       L("true-client-ip"),
                              L("x-cluster-client-ip"), {0}};

// request.headers.get("X-Forwarded-For"), request.META["HTTP_X_REAL_IP"]
static bool is_header(const Query *q, NodeId n)
{
    static const Str holders[] = {L("headers"), L("META"), L("environ"), {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, n);
    NodeId func = k == PY_Call ? py_node(t, n, Call_func) : 0, of = 0, key = 0;
    Str text;
    if (k == PY_Subscript)
        of = py_node(t, n, Subscript_value), key = py_node(t, n, Subscript_slice);
    if (func && py_kind(t, func) == PY_Attribute && str_eq(query_method(q, n), S("get")))
        of = py_node(t, func, Attribute_value), key = query_arg(q, n, 0, S("key"));
    if (!of || !key || !str_in(query_called(q, of), holders) || !query_str(q, key, &text))
        return false;
    for (const Str *h = headers; h->len; h++)
        if (str_alike(text, *h)) return true;
    return false;
}

static bool comes_of_header(const Query *q, NodeId n, int *left);

static bool is_forgeable(const Query *q, NodeId n)
{
    int left = STEPS;
    return comes_of_header(q, n, &left);
}

static bool one_of(const Query *q, NodeList list, int *left)
{
    for (uint32_t i = 0; i < list.n; i++)
        if (comes_of_header(q, list.v[i], left)) return true;
    return false;
}

// ip = forwarded.split(",")[0] in one arm, request.remote_addr in the other
static bool is_given(const Query *q, NodeId name, int *left)
{
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[name]);
    for (NodeId n = 0; (n = query_next_in(q, PY_Assign, def, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        if (py_kind(t, to) == PY_Name && py_sym(t, to, Name_id) == py_sym(t, name, Name_id) &&
            !query_uses(q, value, query_called(q, name)) && comes_of_header(q, value, left))
            return true;
    }
    return false;
}

static bool is_returned(const Query *q, NodeId def, int *left)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Return, def, n));) {
        NodeId value = py_node(q->tree, n, Return_value);
        if (value && comes_of_header(q, value, left)) return true;
    }
    return false;
}

// x[-1]: what the nearest proxy added, which nobody else writes
static bool is_last(const Query *q, NodeId subscript)
{
    int64_t i;
    return query_int(q, py_node(q->tree, subscript, Subscript_slice), &i) && i < 0;
}

static bool comes_of_header(const Query *q, NodeId n, int *left)
{
    const Tree *t = q->tree;
    if (!n || --*left < 0) return false;
    if (is_header(q, n)) return true;
    switch (py_kind(t, n)) {
    case PY_Name: return is_given(q, n, left);
    case PY_BoolOp: return one_of(q, py_list(t, n, BoolOp_values), left);
    case PY_IfExp:
        return comes_of_header(q, py_node(t, n, IfExp_body), left) ||
               comes_of_header(q, py_node(t, n, IfExp_orelse), left);
    case PY_Subscript:
        return !is_last(q, n) && comes_of_header(q, py_node(t, n, Subscript_value), left);
    case PY_Call: {
        NodeId func = py_node(t, n, Call_func), own = query_own_function(q, func);
        static const Str same[] = {L("split"),  L("strip"),  L("lower"),
                                   L("decode"), L("rstrip"), {0}};
        if (own) return is_returned(q, own, left);
        return py_kind(t, func) == PY_Attribute && str_in(query_method(q, n), same) &&
               comes_of_header(q, py_node(t, func, Attribute_value), left);
    }
    default: return false;
    }
}

static bool is_address(const Query *q, NodeId n)
{
    Str text;
    if (!query_str(q, n, &text) || !text.len) return false;
    bool digit = text.s[0] >= '0' && text.s[0] <= '9';
    return str_eq(text, S("localhost")) || str_starts(text, S("::")) ||
           (digit && (str_find(text, S(".")) > 0 || str_find(text, S(":")) > 0));
}

// "10.0.0.5", ["10.0.0.5"], ADMIN_IPS, settings.INTERNAL_IPS
static bool is_list_of_ours(const Query *q, NodeId n)
{
    static const Str words[] = {L("allow"),    L("trust"), L("admin"), L("whitelist"),
                                L("internal"), L("_ips"),  {0}};
    NodeId value = query_peel(q, n);
    int k = py_kind(q->tree, value), written = py_kind(q->tree, n);
    if (is_address(q, n)) return true;
    NodeList items =
        k == PY_List || k == PY_Tuple || k == PY_Set ? py_list(q->tree, value, 0) : (NodeList){0};
    for (uint32_t i = 0; i < items.n; i++)
        if (is_address(q, items.v[i])) return true;
    return !items.n && (written == PY_Name || written == PY_Attribute) &&
           query_named(query_called(q, n), words);
}

// Somebody thought of who stands in front.
static bool knows_proxies(const Query *q)
{
    static const Str words[] = {L("proxyfix"),
                                L("trusted_prox"),
                                L("trusted-prox"),
                                L("num_proxies"),
                                L("proxy_count"),
                                L("remoteaddrmiddleware"),
                                {0}};
    return query_mentions(q, q->tree->root, words) || query_mentions_text(q, q->tree->root, words);
}

static void report(RuleRun *run, NodeId at)
{
    rule_report(run, run->query->inside[at], at, knows_proxies(run->query) ? CONF_LOW : CONF_MEDIUM,
                "who asks writes this header, and with it the address that is believed");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId left = py_node(t, n, Compare_left), right = py_list(t, n, Compare_comparators).v[0];
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        bool equal = op == OP_EQ || op == OP_NOTEQ, in = op == OP_IN || op == OP_NOTIN;
        if (!q->inside[n] || (!equal && !in)) continue;
        if ((is_list_of_ours(q, right) && is_forgeable(q, left)) ||
            (equal && is_address(q, left) && is_forgeable(q, right)))
            report(run, n);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func), with = query_arg(q, n, 0, S("prefix"));
        if (q->inside[n] && str_eq(query_method(q, n), S("startswith")) &&
            py_kind(t, func) == PY_Attribute && with && is_list_of_ours(q, with) &&
            is_forgeable(q, py_node(t, func, Attribute_value)))
            report(run, n);
    }
}

const Rule rule_forged_address = {
    .id = L("forged-address"),
    .cwe = 348,
    .also = {290},
    .severity = SEV_MEDIUM,
    .title = L("the address that the client itself names is believed"),
    .why = L("X-Forwarded-For and its like are headers as any other. A request that brings "
             "X-Forwarded-For: 127.0.0.1 is taken for one of this machine."),
    .instead = L("Compare request.remote_addr (REMOTE_ADDR), behind a proxy after ProxyFix or a "
                 "middleware that counts the proxies that are yours; let who may come in show a "
                 "key, not an address."),
    .bad = L("from flask import abort, request\n"
             "def admin():\n"
             "    if request.headers.get(\"X-Forwarded-For\") != \"10.0.0.5\":\n"
             "        abort(403)\n"),
    .good = L("from flask import abort, request\n"
              "def admin():\n"
              "    if request.remote_addr != \"10.0.0.5\":\n"
              "        abort(403)\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/348.html"),
        L("https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For")),
    .peers = LIST(L("codeql:py/ip-address-spoofing")),
    .at_file = look,
    .words = LIST(L("headers"), L("META"), L("environ")),
    .weak_in_package = true,
};
