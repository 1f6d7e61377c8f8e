// rule unbounded-size: outside data decides how much memory or work one request takes.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// bytes(x) copies x when it is bytes already; only a number makes it as long as that.
// range(low, high)[:MOST + 1]: a slice of a range is made without writing the range out.
static bool is_cut(const Query *q, NodeId sink)
{
    const Tree *t = q->tree;
    NodeId stmt = query_statement(q, sink);
    for (NodeId n = 0; stmt && (n = query_next(q, PY_Subscript, n));) {
        NodeId value = py_node(t, n, Subscript_value), slice = py_node(t, n, Subscript_slice);
        if (query_within(q, n, stmt) && py_kind(t, value) == PY_Call &&
            str_eq(query_method(q, value), S("range")) && py_kind(t, slice) == PY_Slice &&
            py_node(t, slice, Slice_upper))
            return true;
    }
    return false;
}

// if most is not None and n > most: raise — before it is used; no limit is for a caller to choose.
static bool is_refused_above(const Query *q, NodeId sink)
{
    const Tree *t = q->tree;
    NodeId arg = py_kind(t, sink) == PY_Call ? query_arg(q, sink, 0, S("")) : 0;
    Str name = arg ? query_called(q, arg) : S("");
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
        NodeId left = py_node(t, n, Compare_left), right = py_list(t, n, Compare_comparators).v[0];
        NodeId most = op == OP_GT || op == OP_GTE ? left : op == OP_LT || op == OP_LTE ? right : 0;
        NodeId st = query_statement(q, n);
        if (!most || q->inside[n] != q->inside[sink] || py_at(t, n)->beg > py_at(t, sink)->beg ||
            !str_eq(query_called(q, most), name) || py_kind(t, st) != PY_If)
            continue;
        NodeList body = py_list(t, st, If_body);
        int k = py_kind(t, py_last(body));
        NodeId other = most == left ? right : left;
        if ((k == PY_Raise || k == PY_Return) && py_kind(t, other) != PY_Constant) return true;
    }
    return false;
}

// for i in range(int(data["count"])): keep(data["value%d" % i]) — the first that is missing ends it
static bool ends_with_data(const Query *q, NodeId sink)
{
    const Tree *t = q->tree;
    NodeId loop = q->parent[sink];
    if (py_kind(t, loop) != PY_For || py_kind(t, py_node(t, loop, For_target)) != PY_Name)
        return false;
    Str turn = query_called(q, py_node(t, loop, For_target));
    for (NodeId n = 0; (n = query_next_in(q, PY_Subscript, loop, n));)
        if (!query_within(q, n, sink) && py_at(t, n)->op == CTX_LOAD &&
            query_uses(q, py_node(t, n, Subscript_slice), turn) &&
            query_taint(q, py_node(t, n, Subscript_value)) & KIND(REMOTE))
            return true;
    return false;
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    static const Str numbers[] = {L("int"), L("get_int"), L("unpack"), L("from_bytes"), L("size"),
                                  L("count"), L("len"), L("num"), L("limit"), {0}};
    const Query *q = run->query;
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    (void)message;
    // a page of the program's own for the user before it
    static const Str own[] = {L("localhost"), L("127.0.0.1"), {0}};
    if (rule_in_package(run) && str_ends(hit->callee, S("Stream.read")) &&
        query_mentions_text(q, q->tree->root, own))
        return CONF_LOW;
    // What comes over a connection: one of eight such findings in published packages was right, most
    // were of a helper process, a stub for tests, a reader whose limit stands beside it (0015).
    static const Str reads[] = {L("Stream.read"), L("File.read"), L("StreamReader.readexactly"),
                                L("StreamReader.read"), L("socket.recv"), {0}};
    static const Str counted[] = {L("recv"), L("socket"), L("StreamReader"), {0}};
    if (rule_in_package(run) && str_closes(hit->callee, reads)) return CONF_LOW;
    if (rule_in_package(run) && ends_with_data(q, hit->node)) return CONF_LOW;
    // query.limit(n): no more rows than there are, which this line does not know
    if (rule_in_package(run) && str_ends(hit->callee, S(".limit"))) return CONF_LOW;
    // bytearray(length) of what the other end of a connection counts: as above
    if (rule_in_package(run) && p && p->n && str_has(p->v[0].what, counted)) return CONF_LOW;
    if (is_cut(q, hit->node) || is_refused_above(q, hit->node)) return CONF_NONE;
    // range(n) of a handler's own number is unbounded-page's to say
    if (str_eq(hit->callee, S("range")) && p && p->n &&
        str_starts(p->v[0].what, S("a number that the caller")))
        return CONF_NONE;
    bool copies = str_eq(hit->callee, S("bytes")) || str_eq(hit->callee, S("bytearray")) ||
                  str_eq(hit->callee, S("builtins.bytes")) ||
                  str_eq(hit->callee, S("builtins.bytearray"));
    if (!copies || py_kind(q->tree, hit->node) != PY_Call) return c;
    NodeId arg = query_arg(q, hit->node, 0, S("")), value = arg ? query_peel(q, arg) : 0;
    if (!value) return c;
    bool number = str_eq(query_called(q, arg), S("n")) || query_mentions(q, value, numbers);
    return number ? c : CONF_NONE;
}

// A queue that cannot be full, in a module that goes by that it can.
static void look_at_queues(RuleRun *run)
{
    static const Str makers[] = {L("asyncio.Queue"), L("asyncio.LifoQueue"), L("queue.Queue"),
                                 L("queue.LifoQueue"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    bool goes_by = false;
    for (NodeId n = 0; (n = query_next(q, PY_ExceptHandler, n));) {
        NodeId type = py_node(t, n, ExceptHandler_type);
        Str name = type ? query_called(q, type) : S("");
        goes_by |= str_eq(name, S("QueueFull")) || str_eq(name, S("Full"));
    }
    // set later, or the package's own threads take what comes
    for (NodeId n = 0; goes_by && (n = query_next(q, PY_Attribute, n));)
        goes_by = !str_eq(query_called(q, n), S("maxsize"));
    if (run->file->is_test || rule_in_package(run)) return;
    for (NodeId n = 0; goes_by && (n = query_next(q, PY_Call, n));)
        if (query_calls(q, n, makers) && !query_arg(q, n, 0, S("maxsize")))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "this queue has no limit: it is never full, and who does not read fills "
                        "the memory");
}

static void look(RuleRun *run)
{
    look_at_queues(run);
    if (!rule_in_package(run))
        rule_by_call(run, LIST(L("range")), mend_fix_late_count, CONF_LOW,
                      "the range is written out before it is counted");
}

const Rule rule_unbounded_size = {
    .id = L("unbounded-size"),
    .cwe = 770,
    .proven_in_project = true,
    .also = {400},
    .severity = SEV_MEDIUM,
    .title = L("outside data decides how much memory or work one request takes"),
    .why = L("A large number in one small request makes the server read, build or keep so "
             "many bytes or rows that other users get no answer."),
    .instead = L("Check the number against an upper bound first: min(n, LIMIT), or a declared "
                 "maximum (Query(le=100))."),
    .bad = L("from http.server import BaseHTTPRequestHandler\n"
             "class In(BaseHTTPRequestHandler):\n"
             "    def do_POST(self):\n"
             "        body = self.rfile.read(int(self.headers[\"Content-Length\"]))\n"
             "        self.send_response(204)\n"
             "        self.end_headers()\n"),
    .good = L("from http.server import BaseHTTPRequestHandler\n"
              "class In(BaseHTTPRequestHandler):\n"
              "    def do_POST(self):\n"
              "        n = int(self.headers[\"Content-Length\"])\n"
              "        if n > 65536:\n"
              "            self.send_error(413)\n"
              "            return\n"
              "        body = self.rfile.read(n)\n"
              "        self.send_response(204)\n"
              "        self.end_headers()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/770.html"),
                    L("https://owasp.org/API-Security/editions/2023/en/"
                      "0xa4-unrestricted-resource-consumption/")),
    .into = KIND(SIZE),
    .judge_hit = judge,
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .at_file = look,
    .surest = {.in_package = CONF_LOW},
    .fix = mend_fix_late_count,
};
