// rule websocket-origin: a websocket accepts pages of any site.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// An exact comparison: origin in ALLOWED, or == with something.
static bool compares(const Query *q, NodeId in)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Compare, in, n));) {
        SymList ops = py_syms(t, n, Compare_ops);
        NodeId left = py_node(t, n, Compare_left);
        Str text;
        bool part = ops.v[0] == OP_IN && query_str(q, left, &text);            // "x" in origin
        if (!part && (ops.v[0] == OP_IN || ops.v[0] == OP_EQ || ops.v[0] == OP_NOTEQ ||
                      ops.v[0] == OP_NOTIN))
            return true;
    }
    // allowed.check(origin): who may is decided by another function
    static const Str asks[] = {L("check"), L("allow"), L("valid"), L("verif"), L("match"), {0}};
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, in, n));)
        if (query_named(query_method(q, n), asks)) return true;
    return false;
}

// return known or bool(origin): what any browser sends is enough.
static bool lets_any(const Query *q, NodeId def)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));) {
        NodeId value = query_peel(q, py_node(t, n, Return_value));
        if (!query_within(q, n, def) || !value || py_kind(t, value) != PY_BoolOp ||
            py_at(t, value)->op != OP_OR)
            continue;
        NodeList values = py_list(t, value, BoolOp_values);
        for (uint32_t i = 0; i < values.n; i++) {
            NodeId v = values.v[i];
            bool of_origin = query_uses(q, v, S("origin"));
            bool cast = py_kind(t, v) == PY_Call && str_eq(query_method(q, v), S("bool"));
            if (query_is_true(q, v) || (of_origin && (cast || py_kind(t, v) == PY_Name)))
                return true;
        }
    }
    return false;
}

static void look(RuleRun *run)
{
    // in a package: a socket of somebody's, by what the module asks of who is there
    static const Str whose[] = {L("cookie"), L("current_user"), L("session"),
                                L("authenticat"), L("token"), L("login"), {0}};
    static const Str super_call[] = {L("super"), L("check_origin"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_FunctionDef, n));) {
        if (!str_eq(py_name(t, py_sym(t, n, FunctionDef_name)), S("check_origin")) ||
            !query_mentions(q, t->root, (const Str[]){L("websocket"), L("WebSocket"), {0}}))
            continue;
        NodeList body = py_list(t, n, FunctionDef_body);
        bool asks = false;
        for (uint32_t i = 0; i < body.n; i++)
            asks |= query_mentions(q, body.v[i], super_call) || compares(q, body.v[i]);
        if (!asks || lets_any(q, n))
            rule_report(run, q->inside[n], n,
                        query_mentions(q, t->root, whose) ? CONF_MEDIUM : rule_hint(run),
                        "pages of other sites may open this websocket");
    }
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        Str text;
        if (!str_eq(py_name(t, py_sym(t, n, keyword_arg)), S("cors_allowed_origins"))) continue;
        if (query_str(q, py_node(t, n, keyword_value), &text) && str_eq(text, S("*")))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "pages of every site may open this socket");
    }
}

const Rule rule_websocket_origin = {
    .id = L("websocket-origin"),
    .cwe = 1385,
    .also = {346},
    .severity = SEV_MEDIUM,
    .title = L("a websocket accepts pages of any site"),
    .why = L("A browser sends cookies with a websocket's handshake from any page, so every "
             "site can open this socket as its visitor and read and send messages."),
    .instead = L("Leave the framework's own check on, or compare the origin with a fixed list."),
    .bad = L("import tornado.websocket\n"
             "class Feed(tornado.websocket.WebSocketHandler):\n"
             "    def check_origin(self, origin):\n"
             "        return True\n"),
    .good = L("import tornado.websocket\n"
              "class Feed(tornado.websocket.WebSocketHandler):\n"
              "    def check_origin(self, origin):\n"
              "        return origin in {\"https://app.example.org\"}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/1385.html"),
                    L("https://www.tornadoweb.org/en/stable/"
                      "websocket.html#tornado.websocket.WebSocketHandler.check_origin")),
    .at_file = look,
    .words = LIST(L("check_origin"), L("cors_allowed_origins"), L("origins")),
};
