// rule unlimited-message: messages of any size are accepted.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// ---- a message that the program itself collects

static bool is_number_test(const Query *q, NodeId compare)
{
    SymList ops = py_syms(q->tree, compare, Compare_ops);
    for (uint32_t i = 0; i < ops.n; i++)
        if (ops.v[i] == OP_LT || ops.v[i] == OP_LTE || ops.v[i] == OP_GT || ops.v[i] == OP_GTE)
            return true;
    return false;
}

// piece = sock.recv(1024): the name, where the read stands in this loop
static Str received(const Query *q, NodeId loop)
{
    static const Str reads[] = {L("recv"), L("recv_bytes"), L("readany"), L("recv_string"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_Call, loop, n));) {
        bool reads_net = false;
        reads_net |= str_in(query_method(q, n), reads);
        if (!reads_net || py_kind(t, py_node(t, n, Call_func)) != PY_Attribute) continue;
        NodeId up = q->parent[n];
        if (py_kind(t, up) == PY_Await) up = q->parent[up];
        if (py_kind(t, up) == PY_Assign)
            return query_called(q, py_list(t, up, Assign_targets).v[0]);
        if (py_kind(t, up) == PY_NamedExpr)
            return query_called(q, py_node(t, up, NamedExpr_target));
    }
    return S("");
}

// line += piece, pieces.append(piece), buffer = buffer + piece: what grows; 0: nothing does
static NodeId growing(const Query *q, NodeId loop, Str piece)
{
    static const Str adds[] = {L("append"), L("extend"), L("write"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next_in(q, PY_AugAssign, loop, n));)
        if (py_kind(t, py_node(t, n, AugAssign_target)) == PY_Name &&
            query_uses(q, py_node(t, n, AugAssign_value), piece))
            return n;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (!query_within(q, n, loop) || py_kind(t, func) != PY_Attribute ||
            !query_arg(q, n, 0, S("")) ||
            !str_eq(query_called(q, query_arg(q, n, 0, S(""))), piece))
            continue;
        bool buffer = !str_eq(query_method(q, n), S("write")) ||
                      str_find(query_type(q, py_node(t, func, Attribute_value)), S("BytesIO")) >= 0;
        for (const Str *a = adds; buffer && a->len; a++)
            if (str_eq(query_method(q, n), *a)) return n;
    }
    return 0;
}

// The loop ends when the sender says so: while not line.endswith(b"\n"), if b"\r\n" in buffer: break.
static bool ends_by_content(const Query *q, NodeId loop)
{
    static const Str ends[] = {L("endswith"), L("find"),  L("partition"),
                               L("split"),    L("index"), {0}};
    const Tree *t = q->tree;
    if (query_mentions(q, loop, ends)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        Str text;
        if (query_within(q, n, loop) && (op == OP_IN || op == OP_NOTIN) &&
            query_str(q, py_node(t, n, Compare_left), &text) && text.len)
            return true;
    }
    return false;
}

// self.rfile.readline(), self.rfile.read() of socketserver's handlers: to the end, wherever that is.
static void look_at_streams(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str m = query_method(q, n);
        NodeId func = py_node(t, n, Call_func);
        if ((!str_eq(m, S("readline")) && !str_eq(m, S("read")) && !str_eq(m, S("readlines"))) ||
            py_kind(t, func) != PY_Attribute || py_list(t, n, Call_args).n ||
            py_list(t, n, Call_keywords).n)
            continue;
        if (str_eq(query_dotted(q, py_node(t, func, Attribute_value)), S("self.rfile")))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "what is received is kept until its end comes, however long that takes");
    }
}

static void look(RuleRun *run)
{
    static const Str serves[] = {L("listen"), L("accept"), L("socketserver"), L("serve_forever"),
                                 L("start_server"), L("create_server"), L("server"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test || rule_in_package(run) || !query_mentions(q, t->root, serves)) return;
    look_at_streams(run);
    for (NodeId n = 0; (n = query_next(q, PY_While, n));) {
        bool bounded = false;
        for (NodeId c = 0; (c = query_next(q, PY_Compare, c));)
            bounded |= query_within(q, c, n) && is_number_test(q, c);
        Str piece = bounded || !ends_by_content(q, n) ? S("") : received(q, n);
        NodeId grows = piece.len ? growing(q, n, piece) : 0;
        // buffer = buffer[i:]: what came before is dropped, but not what comes without an end
        if (grows)
            rule_report(run, q->inside[n], grows, CONF_MEDIUM,
                        "what is received is kept until its end comes, however long that takes");
    }
}

const Rule rule_unlimited_message = {
    .id       = L("unlimited-message"),
    .cwe      = 770, .severity = SEV_MEDIUM,
    .title    = L("messages of any size are accepted"),
    .why      = L("The library keeps a whole message in memory before it hands it over, and its "
                  "limit is switched off here. One client sends one message of some gigabytes, "
                  "and the process dies for all others."),
    .instead  = L("Leave the library's limit, or set the largest size that a client needs."),
    .bad      = L("import websockets\n"
                  "async def main(handler):\n"
                  "    await websockets.serve(handler, \"localhost\", 8765, max_size=None)\n"),
    .good     = L("import websockets\n"
                  "async def main(handler):\n"
                  "    await websockets.serve(handler, \"localhost\", 8765, max_size=65536)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/770.html"),
                     L("https://websockets.readthedocs.io/en/stable/topics/memory.html")),
    .mark     = L("unlimited-message"), .mark_confidence = CONF_MEDIUM,
    .at_file  = look,
    .words    = LIST(L("rfile"), L("recv"), L("recv_bytes"), L("readany"), L("recv_string")),
};
