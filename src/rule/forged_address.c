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

// request.access_route[0]: the first of X-Forwarded-For, as Werkzeug takes it apart
static bool is_first_of_route(const Query *q, NodeId of, NodeId key)
{
    int64_t i;
    return str_eq(query_called(q, of), S("access_route")) && query_int(q, key, &i) && i == 0;
}

// request.headers.get("X-Forwarded-For"), request.META["HTTP_X_REAL_IP"]
static bool is_header(const Query *q, NodeId n)
{
    static const Str holders[] = {L("headers"), L("META"), L("environ"), {0}};
    static const Str gets[] = {L("get"), L("getlist"), L("get_all"), L("getall"), L("getone"), {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, n);
    NodeId func = k == PY_Call ? py_node(t, n, Call_func) : 0, of = 0, key = 0;
    Str text;
    if (k == PY_Subscript)
        of = py_node(t, n, Subscript_value), key = py_node(t, n, Subscript_slice);
    if (func && py_kind(t, func) == PY_Attribute && str_in(query_method(q, n), gets))
        of = py_node(t, func, Attribute_value), key = query_arg(q, n, 0, S("key"));
    if (of && key && k == PY_Subscript && is_first_of_route(q, of, key)) return true;
    if (!of || !key || !str_in(query_called(q, of), holders) || !query_str(q, key, &text))
        return false;
    for (const Str *h = headers; h->len; h++)
        if (str_alike(text, *h)) return true;
    return false;
}

static bool comes_of_header(const Query *q, NodeId n, int *left);

// A test of who is at the other end of the connection: peer == NGINX, is_ours(request.remote_addr). Whether
// there is an address at all says nothing of whose it is.
static bool asks_peer(const Query *q, NodeId test, int *left)
{
    static const Str peers[] = {L("remote_addr"), {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, test);
    if (k != PY_Compare && k != PY_BoolOp && k != PY_UnaryOp &&
        (k != PY_Call || str_eq(query_method(q, test), S("get"))))
        return false;
    if (query_mentions(q, test, peers) || query_mentions_text(q, test, peers)) return true;
    for (NodeId n = 0; (n = query_next_in(q, PY_Name, test, n)) && --*left > 0;) {
        NodeId value = query_assigned(q, n);
        if (value && !query_mentions(q, value, (const Str[]){L("forwarded"), {0}}) &&
            (query_mentions(q, value, peers) || query_mentions_text(q, value, peers)) &&
            !query_mentions_text(q, value, headers))
            return true;
    }
    return false;
}

// if peer != NGINX: return peer
static bool asked_before(const Query *q, NodeId statement, int *left)
{
    const Tree *t = q->tree;
    NodeList block = query_block(q, statement);
    for (uint32_t i = 0; i < block.n && block.v[i] != statement && --*left > 0; i++) {
        NodeList body = py_kind(t, block.v[i]) == PY_If ? py_list(t, block.v[i], If_body)
                                                        : (NodeList){0};
        if (body.n && query_leaves(q, py_last(body)) &&
            asks_peer(q, py_node(t, block.v[i], If_test), left))
            return true;
    }
    return false;
}

// Only a proxy of ours is believed: the header stands in an arm of a test that asks who sent it.
static bool is_from_proxy(const Query *q, NodeId n, int *left)
{
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[n]);
    for (NodeId up = q->parent[n]; up && up != def && --*left > 0; n = up, up = q->parent[n]) {
        int k = py_kind(t, up);
        NodeId test = k == PY_If      ? py_node(t, up, If_test)
                      : k == PY_IfExp ? py_node(t, up, IfExp_test)
                                      : 0;
        if (test && test != n && asks_peer(q, test, left)) return true;
        if (asked_before(q, n, left)) return true;
    }
    return asked_before(q, n, left);
}

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
    uint32_t i = q->last_of[py_sym(q->tree, name, Name_id)];
    for (; i && --*left > 0; i = q->assigned.v[i - 1].next) {
        NodeId value = q->assigned.v[i - 1].value;
        if (q->assigned.v[i - 1].func == q->inside[name] &&
            !query_uses(q, value, query_called(q, name)) && comes_of_header(q, value, left))
            return true;
    }
    return false;
}

static bool is_returned(const Query *q, NodeId def, int *left)
{
    for (NodeId n = 0; *left > 0 && (n = query_next_in(q, PY_Return, def, n));) {
        NodeId value = py_node(q->tree, n, Return_value);
        if (value && comes_of_header(q, value, left)) return true;
    }
    return false;
}

// x[-1], x[len(x) - 1]: what the nearest proxy added, which nobody else writes
static bool is_last(const Query *q, NodeId subscript)
{
    const Tree *t = q->tree;
    NodeId at = py_node(t, subscript, Subscript_slice);
    int64_t i;
    if (query_int(q, at, &i)) return i < 0;
    if (py_kind(t, at) != PY_BinOp || py_at(t, at)->op != OP_SUB) return false;
    NodeId length = py_node(t, at, BinOp_left);
    return py_kind(t, length) == PY_Call && str_eq(query_method(q, length), S("len"));
}

static bool comes_of_header(const Query *q, NodeId n, int *left)
{
    const Tree *t = q->tree;
    if (!n || --*left < 0) return false;
    if (is_header(q, n)) return !is_from_proxy(q, n, left);
    switch (py_kind(t, n)) {
    case PY_Name: return is_given(q, n, left);
    case PY_NamedExpr: return comes_of_header(q, py_node(t, n, NamedExpr_value), left);
    case PY_BoolOp: return one_of(q, py_list(t, n, BoolOp_values), left);
    case PY_IfExp:
        return comes_of_header(q, py_node(t, n, IfExp_body), left) ||
               comes_of_header(q, py_node(t, n, IfExp_orelse), left);
    case PY_Subscript:
        return !is_last(q, n) && comes_of_header(q, py_node(t, n, Subscript_value), left);
    case PY_Call: {
        NodeId func = py_node(t, n, Call_func), own = query_own_function(q, func);
        static const Str same[] = {L("split"),  L("strip"),  L("lower"),
                                   L("decode"), L("rstrip"), L("partition"), {0}};
        if (own) return is_returned(q, own, left);
        return py_kind(t, func) == PY_Attribute && str_in(query_method(q, n), same) &&
               comes_of_header(q, py_node(t, func, Attribute_value), left);
    }
    default: return false;
    }
}

// socket.gethostbyaddr(peer)[0], socket.getfqdn(peer): who owns the address writes the name that it has.
static bool is_looked_up(const Query *q, NodeId n)
{
    static const Str asks[] = {
        L("socket.gethostbyaddr"), L("socket.getfqdn"), L("socket.getnameinfo"), {0}};
    const Tree *t = q->tree;
    // host, aliases, addresses = socket.gethostbyaddr(peer)
    for (NodeId a = 0; py_kind(t, n) == PY_Name && (a = query_next(q, PY_Assign, a));) {
        NodeId to = py_list(t, a, Assign_targets).v[0];
        if (q->inside[a] == q->inside[n] && py_kind(t, to) == PY_Tuple &&
            py_list(t, to, Tuple_elts).n &&
            str_eq(query_called(q, py_list(t, to, Tuple_elts).v[0]), query_called(q, n))) {
            n = py_node(t, a, Assign_value);
            break;
        }
    }
    n = query_peel(q, n);
    if (py_kind(q->tree, n) == PY_Subscript)
        n = query_peel(q, py_node(q->tree, n, Subscript_value));
    // of no argument: this machine's own name
    return py_kind(q->tree, n) == PY_Call && query_calls(q, n, asks) &&
           query_arg(q, n, 0, S("name"));
}

static bool is_host(const Query *q, NodeId n)
{
    static const Str words[] = {L("allow"),    L("trust"), L("admin"), L("whitelist"),
                                L("internal"), L("hosts"), {0}};
    Str text;
    if (query_str(q, n, &text))
        return str_find(text, S(".")) >= 0 && text.len > 2 && str_find(text, S(" ")) < 0;
    NodeId list = query_peel(q, n);
    int k = py_kind(q->tree, list);
    NodeList items =
        k == PY_List || k == PY_Tuple || k == PY_Set ? py_list(q->tree, list, 0) : (NodeList){0};
    if (items.n) return query_str(q, items.v[0], &text) && str_find(text, S(".")) >= 0;
    return py_kind(q->tree, n) != PY_Call && query_named(query_called(q, n), words);
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

static void report_name(RuleRun *run, NodeId at)
{
    rule_report(run, run->query->inside[at], at, rule_hint(run),
                "who owns the address writes the name that the look-up gives");
}

// host == "trusted.example.org", host.endswith(".example.org")
static void look_at_names(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (!query_names(q, S("gethostbyaddr")) && !query_names(q, S("getfqdn")) &&
        !query_names(q, S("getnameinfo")))
        return;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        NodeId right = py_list(t, n, Compare_comparators).v[0];
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        bool asks = op == OP_EQ || op == OP_NOTEQ || op == OP_IN || op == OP_NOTIN;
        if (q->inside[n] && asks && is_looked_up(q, py_node(t, n, Compare_left)) &&
            is_host(q, right))
            report_name(run, n);
    }
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func), with = query_arg(q, n, 0, S(""));
        bool asks = str_eq(query_method(q, n), S("endswith")) ||
                    str_eq(query_method(q, n), S("startswith"));
        if (q->inside[n] && asks && with && py_kind(t, func) == PY_Attribute && is_host(q, with) &&
            is_looked_up(q, py_node(t, func, Attribute_value)))
            report_name(run, n);
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_names(run);
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
    .also = {290, 350},
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
    .words = LIST(L("headers"), L("META"), L("environ"), L("access_route"), L("gethostbyaddr"),
                  L("getfqdn"), L("getnameinfo")),
    .weak_in_package = true,
};
