// rule bind-all-interfaces: a socket listens on every interface.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool is_everywhere(const Query *q, NodeId host, bool none_too)
{
    Str text;
    if (!host) return false;
    NodeId other = query_fallback(q, host);               // def serve(host=None): create_server(…, host)
    if (other) host = other;
    if (none_too && query_is_none(q, host)) return true;
    if (!query_str(q, host, &text)) return false;
    return !text.len || str_eq(text, S("0.0.0.0")) || str_eq(text, S("::")) || str_eq(text, S("*"));
}

static NodeId in_pair(const Query *q, NodeId pair)
{
    pair = query_peel(q, pair);
    if (!pair || py_kind(q->tree, pair) != PY_Tuple) return 0;
    NodeList items = py_list(q->tree, pair, Tuple_elts);
    return items.n >= 2 ? items.v[0] : 0;
}

typedef struct { Str method; int host; bool pair, none_too; Confidence sure; } Place;
static const Place places[] = {
    {L("bind"), 0, true, false, CONF_MEDIUM},
    {L("HTTPServer"), 0, true, false, CONF_MEDIUM},
    {L("ThreadingHTTPServer"), 0, true, false, CONF_MEDIUM},
    {L("TCPServer"), 0, true, false, CONF_MEDIUM},
    {L("UDPServer"), 0, true, false, CONF_MEDIUM},
    {L("ThreadingTCPServer"), 0, true, false, CONF_MEDIUM},
    {L("ThreadingUDPServer"), 0, true, false, CONF_MEDIUM},
    {L("create_server"), 1, false, true, CONF_MEDIUM},
    {L("start_server"), 1, false, true, CONF_MEDIUM},
    {L("run"), 0, false, false, CONF_LOW},
    {L("run_app"), 1, false, false, CONF_LOW},
    {L("SimpleXMLRPCServer"), 0, true, false, CONF_MEDIUM},
};

static const Str guards[] = {L("authenticate"), L("login"),    L("authkey"), L("ssl"),
                             L("token"),        L("password"), {0}};

// Is one of these called in the function? A parameter of that name is none.
static bool calls_any(const Query *q, NodeId def, const Str *names)
{
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, def, n));)
        if (query_named(query_method(q, n), names)) return true;
    return false;
}

static void look_at(RuleRun *run, NodeId n, const Place *p)
{
    const Query *q = run->query;
    NodeId host = p->pair ? in_pair(q, query_arg(q, n, p->host, S("server_address"))) :
                            query_arg(q, n, str_eq(p->method, S("run")) ? -1 : p->host, S("host"));
    // app.run("0.0.0.0", 5000): what else is run, a command or a coroutine, is no such text
    NodeId first = !host && str_eq(p->method, S("run")) ? query_arg(q, n, 0, S("")) : 0;
    Str text;
    if (first && query_str(q, first, &text) && (str_eq(text, S("0.0.0.0")) || str_eq(text, S("::")))) host = first;
    bool pair_server = !p->pair && str_eq(p->method, S("create_server"));
    if (!host && pair_server) host = in_pair(q, query_arg(q, n, 0, S("address")));
    if (!is_everywhere(q, host, p->none_too)) return;
    NodeId def = query_def(q, q->inside[n]);
    Confidence c = p->sure > CONF_LOW && def && query_mentions(q, def, guards) ? CONF_LOW : p->sure;
    NodeId pair = p->pair ? query_peel(q, query_arg(q, n, p->host, S("server_address"))) : 0;
    int64_t port;
    // a datagram socket is bound to get answers, too; what is bound and never listens is tried out
    static const Str listens[] = {L("listen"), L("accept"), L("recvfrom"), L("serve"), {0}};
    if (rule_in_package(run) && def && str_eq(p->method, S("bind")) &&
        (!calls_any(q, def, listens) ||
         query_mentions(q, def, (const Str[]){L("sendto"), {0}})))
        c = CONF_LOW;
    // port 0: a free one is looked for, and given back
    if (pair && str_eq(p->method, S("bind")) &&
        query_int(q, py_list(q->tree, pair, Tuple_elts).v[1], &port) && port == 0)
        c = CONF_LOW;
    rule_report(run, q->inside[n], n, c, "the server listens on every interface");
}

// socket.bind("tcp://*:5555"), f"tcp://0.0.0.0:{port}": a message queue's address
static void look_at_queue(RuleRun *run, NodeId n)
{
    static const Str all[] = {L("tcp://*:"), L("tcp://0.0.0.0:"), L("tcp://[::]:"), {0}};
    static const Str keys[] = {L("curve"), L("plain_server"), L("zap_domain"), L("authenticator"), {0}};
    const Query *q = run->query;
    NodeId address = query_arg(q, n, 0, S("addr"));
    if (!address || py_list(q->tree, n, Call_args).n != 1 ||
        !str_begins(query_prefix(q, address), all))
        return;
    bool safe = query_mentions(q, q->tree->root, keys);
    rule_report(run, q->inside[n], n, safe || rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                "the queue listens on every interface");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str method = query_method(q, n);
        if (str_eq(method, S("bind"))) look_at_queue(run, n);
        for (Size i = 0; i < countof(places); i++)
            if (str_eq(method, places[i].method)) look_at(run, n, &places[i]);
    }
}

const Rule rule_bind_all_interfaces = {
    .id = L("bind-all-interfaces"),
    .cwe = 1327,
    .also = {605, 668},
    .severity = SEV_MEDIUM,
    .title = L("a socket listens on every interface"),
    .why = L("What was meant for this machine or one network can be reached from all of "
             "them, and whoever comes first on a port that is shared takes over its "
             "connections."),
    .instead = L("Bind to 127.0.0.1 or to the one address that clients use, and leave the rest "
                 "to a proxy in front."),
    .bad = L("import socket\n"
             "s = socket.socket()\n"
             "s.bind((\"0.0.0.0\", 7000))\n"),
    .good = L("import socket\n"
              "s = socket.socket()\n"
              "s.bind((\"127.0.0.1\", 7000))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/1327.html"),
                    L("https://docs.python.org/3/library/socket.html#socket.socket.bind"),
                    L("https://codeql.github.com/codeql-query-help/python/"
                      "py-bind-socket-all-network-interfaces/")),
    .peers =
        LIST(L("bandit:B104"), L("ruff:S104"), L("codeql:py/bind-socket-all-network-interfaces")),
    .at_file = look,
    .words = LIST(L("bind"), L("create_server"), L("start_server"), L("HTTPServer"), L("TCPServer"),
                  L("UDPServer"), L("ThreadingHTTPServer"), L("run"), L("listen"), L("serve"),
                  L("create_datagram_endpoint"), L("ThreadingTCPServer"), L("ThreadingUDPServer")),
    .fix = mend_fix_bind,
};
