// rule unverified-destination: an answer goes to an address that the message itself names.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Every call in a function that receives datagrams whose arguments hold both what was received and
// where it came from, or an address made of what was received.
static Sym target_name(const Tree *t, NodeId target, uint32_t i)
{
    NodeList items =
        py_kind(t, target) == PY_Tuple ? py_list(t, target, Tuple_elts) : (NodeList){0};
    return i < items.n && py_kind(t, items.v[i]) == PY_Name ? py_sym(t, items.v[i], Name_id) : 0;
}

static bool sends(Str name)
{
    return str_find(name, S("send")) >= 0 || str_find(name, S("reply")) >= 0 ||
           str_find(name, S("respond")) >= 0;
}

static bool is_constant(const Query *q, NodeId n)
{
    Str text;
    return query_str(q, n, &text);
}

// `if data not in KNOWN`, in the function around
static bool is_tested(const Query *q, NodeId call, Sym data)
{
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(q->tree, n, Compare_ops).v[0];
        if (q->inside[n] == q->inside[call] && (op == OP_IN || op == OP_NOTIN) &&
            query_uses(q, py_node(q->tree, n, Compare_left), py_name(q->tree, data)))
            return true;
    }
    return false;
}

static void look_after(RuleRun *run, NodeId assign)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId to = py_list(t, assign, Assign_targets).v[0];
    Sym data = target_name(t, to, 0), addr = target_name(t, to, 1);
    if (!data || !addr) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (q->inside[n] != q->inside[assign] || !sends(query_method(q, n))) continue;
        NodeList args = py_list(t, n, Call_args);
        NodeId last = py_last(args);
        if (!last) continue;
        bool to_sender = false;
        for (uint32_t i = 0; i < args.n; i++)
            to_sender |= query_uses(q, args.v[i], py_name(t, addr)) && !is_tested(q, n, addr);
        bool made = py_kind(t, last) == PY_Tuple && !query_uses(q, last, py_name(t, addr)) &&
                    !is_constant(q, py_list(t, last, Tuple_elts).v[0]) && !is_tested(q, n, data);
        if (!to_sender && !made) continue;
        rule_report(run, q->inside[n], n, CONF_LOW, "the answer goes where the message says");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        if (py_kind(t, value) == PY_Call && str_eq(query_method(q, value), S("recvfrom")))
            look_after(run, n);
    }
}

const Rule rule_unverified_destination = {
    .id       = L("unverified-destination"),
    .cwe      = 941, .severity = SEV_LOW,
    .title    = L("an answer goes to an address that the message itself names"),
    .why      = L("Whoever sends the message chooses where the answer goes, and makes this "
                  "program talk to, or flood, somebody else."),
    .instead  = L("Answer on the connection that the question came by, or only to addresses "
                  "that are known and have proved themselves."),
    .bad      = L("import socket\n"
                  "def send_response(to, what): pass\n"
                  "def parse(data): return data.decode().split(\" \")\n"
                  "def serve(sock):\n"
                  "    data, addr = sock.recvfrom(512)\n"
                  "    target, question = parse(data)\n"
                  "    sock.sendto(question.encode(), (target, 53))\n"),
    .good     = L("def serve(conn):\n"
                  "    data = conn.recv(512)\n"
                  "    conn.send(data[:16])\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/941.html"),
                     L("https://cwe.mitre.org/data/definitions/406.html")),
    .at_file  = look,
    .surest   = {.most = CONF_LOW},
    .fix = mend_fix_datagram,
    .words    = LIST(L("recvfrom")),
};
