// rule protocol-injection: outside text ends the line of a protocol and begins another.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str openers[] = {L("create_connection"), L("open_connection"),
                              L("open_unix_connection"), L("open_tcp_stream"), L("connect_tcp"),
                              L("wrap_socket"), {0}};

static bool opens(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    if (value && py_kind(t, value) == PY_Await) value = py_node(t, value, Await_value);
    if (!value || py_kind(t, value) != PY_Call) return false;
    Str m = query_method(q, value);
    if (str_in(m, openers)) return true;
    return false;
}

static bool binds(const Query *q, NodeId target, Str name)
{
    const Tree *t = q->tree;
    int k = target ? py_kind(t, target) : PY_NONE;
    if (k != PY_Tuple && k != PY_List) return k != PY_NONE && str_eq(query_called(q, target), name);
    NodeList items = py_list(t, target, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (str_eq(query_called(q, items.v[i]), name)) return true;
    return false;
}

// Is it this program that opened the connection? What a server writes to who called it is its own
// answer.
static bool is_client(const Query *q, NodeId call, NodeId conn)
{
    const Tree *t = q->tree;
    Str name = query_called(q, conn);
    bool here = py_kind(t, conn) == PY_Name;                    // self.conn: opened in any method
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));)
        if ((!here || q->inside[n] == q->inside[call]) &&
            binds(q, py_list(t, n, Assign_targets).v[0], name) &&
            opens(q, py_node(t, n, Assign_value)))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_withitem, n));)
        if ((!here || q->inside[n] == q->inside[call]) &&
            binds(q, py_node(t, n, withitem_optional_vars), name) &&
            opens(q, py_node(t, n, withitem_context_expr)))
            return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if ((!here || q->inside[n] == q->inside[call]) && py_kind(t, func) == PY_Attribute &&
            str_eq(query_method(q, n), S("connect")) &&
            str_eq(query_called(q, py_node(t, func, Attribute_value)), name))
            return true;
    }
    return false;
}

// Lines are what the protocol is made of: the text that is sent ends with one.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    (void)message;
    if (!models_has_tag(hit->sink, S("protocol")) || !str_ends(hit->shape.suffix, S("\n")))
        return CONF_NONE;
    NodeId func = py_kind(t, hit->node) == PY_Call ? py_node(t, hit->node, Call_func) : 0;
    if (!func || py_kind(t, func) != PY_Attribute) return CONF_NONE;
    return is_client(q, hit->node, py_node(t, func, Attribute_value)) ? c : CONF_NONE;
}

const Rule rule_protocol_injection = {
    .id = L("protocol-injection"),
    .cwe = 93,
    .also = {77},
    .severity = SEV_MEDIUM,
    .title = L("outside text ends the line of a protocol and begins another"),
    .why = L("Memcached, Redis, SMTP, FTP and HTTP read commands line by line. A value with a "
             "line break in it ends the command it was meant for, and what follows is a command "
             "of the attacker's own to a server that trusts this program."),
    .instead =
        L("Let only the characters of a fullmatch through, refuse values with \\r or \\n, or "
          "use the protocol's client library."),
    .bad = L("import socket\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/peek\")\n"
             "def peek():\n"
             "    with socket.create_connection((\"127.0.0.1\", 11211), timeout=2) as conn:\n"
             "        conn.sendall(b\"get \" + request.args[\"key\"].encode() + b\"\\r\\n\")\n"
             "        return conn.recv(4096)\n"),
    .good = L("import re\n"
              "import socket\n"
              "from flask import Flask, abort, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/peek\")\n"
              "def peek():\n"
              "    key = request.args[\"key\"]\n"
              "    if not re.fullmatch(r\"[a-z0-9]{1,64}\", key):\n"
              "        abort(400)\n"
              "    with socket.create_connection((\"127.0.0.1\", 11211), timeout=2) as conn:\n"
              "        conn.sendall(b\"get \" + key.encode() + b\"\\r\\n\")\n"
              "        return conn.recv(4096)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/93.html"),
                    L("https://portswigger.net/research/cracking-the-lens-targeting-https-hidden-"
                      "attack-surface"),
                    L("https://github.com/memcached/memcached/blob/master/doc/protocol.txt")),
    .into = KIND(HEADER),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .judge_hit = judge,
    .weak_in_package = true,
};
