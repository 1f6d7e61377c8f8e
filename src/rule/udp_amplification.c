// rule udp-amplification: a datagram is answered with more than was asked, to an address that
// nobody checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static Sym first_name(const Query *q, NodeId target, uint32_t which)
{
    const Tree *t = q->tree;
    if (py_kind(t, target) != PY_Tuple) return 0;
    NodeList items = py_list(t, target, Tuple_elts);
    return which < items.n && py_kind(t, items.v[which]) == PY_Name
               ? py_sym(t, items.v[which], Name_id)
               : 0;
}

// data, addr = sock.recvfrom(…)   or   data, sock = self.request   or   def datagram_received(self,
// data, addr)
typedef struct { Sym data; Str addr; } Datagram;

static bool received(const Query *q, NodeId def, Datagram *out)
{
    const Tree *t = q->tree;
    for (Size i = 1; i < q->module->funcs.n; i++) {             // asyncio.DatagramProtocol
        const Func *f = &q->module->funcs.v[i];
        if (f->node != def || f->params.n != 3 || !f->owner ||
            !str_eq(py_name(t, f->name), S("datagram_received")))
            continue;
        *out = (Datagram){f->params.v[1].name, py_name(t, f->params.v[2].name)};
        return true;
    }
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value), to = py_list(t, n, Assign_targets).v[0];
        if (!query_within(q, n, def)) continue;
        bool recv = py_kind(t, value) == PY_Call && str_eq(query_method(q, value), S("recvfrom"));
        bool request = str_eq(query_dotted(q, value), S("self.request"));
        if (!recv && !request) continue;
        out->data = first_name(q, to, 0);
        out->addr = recv ? py_name(t, first_name(q, to, 1)) : S("client_address");
        return out->data && out->addr.len;
    }
    return false;
}

// max(len(data), LIMIT), len(data) < 4: that bounds no answer
static bool bounds_nothing(const Query *q, NodeId len)
{
    enum { SHORT = 64 };                                        // of a request that is padded on purpose
    const Tree *t = q->tree;
    NodeId up = q->parent[len];
    int64_t least;
    if (py_kind(t, up) == PY_Call) return str_eq(query_method(q, up), S("max"));
    if (py_kind(t, up) != PY_Compare) return py_kind(t, up) == PY_If;
    NodeId other = py_list(t, up, Compare_comparators).v[0];
    if (other == len) other = py_node(t, up, Compare_left);
    return query_int(q, other, &least) && least < SHORT;
}

static bool measures(const Query *q, NodeId in, Sym data)   // len(data), or data itself given back
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId arg = query_within(q, n, in) && str_eq(query_method(q, n), S("len"))
                         ? query_arg(q, n, 0, S(""))
                         : 0;
        if (arg && py_kind(t, arg) == PY_Name && py_sym(t, arg, Name_id) == data &&
            !bounds_nothing(q, n))
            return true;
    }
    return false;
}

// The address itself, or what was made of it: expected = cookie(addr)
static bool is_of_address(const Query *q, NodeId in, Str addr)
{
    if (query_uses(q, in, addr)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        NodeId value = query_within(q, n, in) ? query_assigned(q, n) : 0;
        if (value && py_kind(q->tree, value) == PY_Call && query_uses(q, value, addr)) return true;
    }
    return false;
}

// `if addr[0] not in CLIENTS`, `if not compare_digest(proof, cookie(addr))`: who the sender says they
// are is asked about.
static bool is_known(const Query *q, NodeId def, Str addr)
{
    for (NodeId n = 0; (n = query_next(q, PY_Compare, n));) {
        PyOp op = (PyOp)py_syms(q->tree, n, Compare_ops).v[0];
        if (query_within(q, n, def) && (op == OP_IN || op == OP_NOTIN) &&
            query_uses(q, py_node(q->tree, n, Compare_left), addr))
            return true;
    }
    for (NodeId n = 0; (n = query_next_in(q, PY_If, def, n));)
        if (is_of_address(q, py_node(q->tree, n, If_test), addr)) return true;
    return false;
}

static void look_in(RuleRun *run, NodeId def)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Datagram d;
    if (!received(q, def, &d) || measures(q, def, d.data) ||
        is_known(q, def, d.addr))
        return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        bool sends = str_eq(query_method(q, n), S("sendto"));
        if (!query_within(q, n, def) || str_eq(query_method(q, n), S("print"))) continue;
        NodeList args = py_list(t, n, Call_args);
        bool to_sender = false;
        for (uint32_t i = 0; i < args.n; i++) to_sender |= query_uses(q, args.v[i], d.addr);
        bool echo = args.n && query_uses(q, args.v[0], py_name(t, d.data)) &&
                    py_kind(t, args.v[0]) != PY_Call;
        bool names_send = sends || str_find(query_method(q, n), S("send")) >= 0;
        if (!to_sender || echo || !names_send) continue;
        rule_report(run, q->inside[n], n, rule_hint(run),
                    "the answer to a datagram goes to whoever it says it came from, however long");
    }
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    bool whole = true;
    for (Size i = 1; i < q->module->funcs.n; i++)
        if (q->module->funcs.v[i].kind == FUNC_DEF) look_in(run, q->module->funcs.v[i].node);
    if (whole) look_in(run, q->tree->root);
}

const Rule rule_udp_amplification = {
    .id = L("udp-amplification"),
    .cwe = 406,
    .also = {405},
    .severity = SEV_MEDIUM,
    .title = L("a datagram is answered with more than was asked, to an address that nobody "
               "checked"),
    .why = L("The sender's address of a datagram can be forged: a small question in a "
             "victim's name sends the large answer to the victim."),
    .instead = L("Answer with no more bytes than were asked, or first make the sender prove "
                 "the address (a cookie), and limit the rate."),
    .bad = L("import socket\n"
             "TABLE = \"x\" * 4000\n"
             "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
             "s.bind((\"127.0.0.1\", 5300))\n"
             "while True:\n"
             "    data, addr = s.recvfrom(64)\n"
             "    s.sendto(TABLE.encode(), addr)\n"),
    .good = L("import socket\n"
              "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              "s.bind((\"127.0.0.1\", 5300))\n"
              "while True:\n"
              "    data, addr = s.recvfrom(64)\n"
              "    s.sendto(data[:8], addr)\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/406.html"),
        L("https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks")),
    .at_file = look,
    .surest = {.in_package = CONF_LOW},
    .fix = mend_fix_datagram,
    .words = LIST(L("recvfrom"), L("client_address"), L("datagram_received")),
};
