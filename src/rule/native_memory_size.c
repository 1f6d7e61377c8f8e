// rule native-memory-size: bytes are copied into memory of C by a length that is not held against the
// memory's own size.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str copies[] = {L("ctypes.memmove"), L("ctypes.memset"), {0}};
static const Str sizes[] = {L("sizeof"), {0}};

static bool is_limit(const Query *q, NodeId n);

// number, size = HEAD.unpack(packet): what it is called says nothing
static bool is_unpacked(const Query *q, NodeId name)
{
    static const Str reads[] = {L("unpack"), L("from_bytes"), L("from_buffer"), {0}};
    const Tree *t = q->tree;
    for (NodeId a = 0; (a = query_next(q, PY_Assign, a));)
        if (q->inside[a] == q->inside[name] &&
            query_mentions(q, py_node(t, a, Assign_value), reads) &&
            query_uses(q, py_list(t, a, Assign_targets).v[0], query_called(q, name)))
            return true;
    return false;
}

// What a size is compared with, which is not that size itself: LIMIT, min(LIMIT, len(packet))
static bool is_other_limit(const Query *q, NodeId n, Str name)
{
    static const Str least[] = {L("min"), {0}};
    if (str_eq(query_called(q, n), name)) return false;
    if (is_limit(q, n)) return true;
    if (py_kind(q->tree, n) != PY_Call || !query_calls(q, n, least)) return false;
    NodeList args = py_list(q->tree, n, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (is_limit(q, args.v[i])) return true;
    return false;
}

// min(n, LIMIT), n[:LIMIT]: one side is the program's own
static bool is_bounded(const Query *q, NodeId n, NodeId call, int depth)
{
    const Tree *t = q->tree;
    static const Str least[] = {L("min"), {0}};
    NodeId value = query_peel(q, n);
    if (!value || depth > 3) return false;
    if (is_limit(q, value) && !(py_kind(t, value) == PY_Name && is_unpacked(q, value))) return true;
    if (py_kind(t, value) == PY_Call && query_calls(q, value, least)) {
        NodeList args = py_list(t, value, Call_args);
        for (uint32_t i = 0; i < args.n; i++)
            if (is_limit(q, args.v[i])) return true;
    }
    Str name = query_called(q, n);
    if (py_kind(t, n) != PY_Name) return false;
    for (NodeId a = 0; (a = query_next(q, PY_Assign, a));)
        if (q->inside[a] == q->inside[call] && py_at(t, a)->beg < py_at(t, call)->beg &&
            py_node(t, a, Assign_value) != value &&
            py_kind(t, py_list(t, a, Assign_targets).v[0]) == PY_Name &&
            str_eq(query_called(q, py_list(t, a, Assign_targets).v[0]), name) &&
            is_bounded(q, py_node(t, a, Assign_value), call, depth + 1))
            return true;
    for (NodeId c = 0; (c = query_next(q, PY_Compare, c));)     // if n > LIMIT: raise
        if (q->inside[c] == q->inside[call] && py_at(t, c)->beg < py_at(t, call)->beg &&
            query_uses(q, c, name) &&
            (is_other_limit(q, py_list(t, c, Compare_comparators).v[0], name) ||
             is_other_limit(q, py_node(t, c, Compare_left), name)))
            return true;
    return false;
}

// A constant above 1, sizeof(buffer), len(buffer), self.size: not the packet's word
static bool is_limit(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    static const Str words[] = {L("size"), L("cap"),  L("max"), L("limit"),
                                L("most"), L("room"), {0}};
    int64_t i;
    if (query_int(q, n, &i)) return i > 1;
    if (query_mentions(q, n, sizes)) return true;
    static const Str len[] = {L("len"), {0}};
    if (py_kind(t, n) == PY_Call && query_calls(q, n, len)) {
        NodeId of = query_arg(q, n, 0, S(""));
        return of && query_mentions(q, of, (const Str[]){L("buf"), L("dst"), L("dest"), L("target"),
                                                         L("pool"), L("frame"), {0}});
    }
    int k = py_kind(t, n);
    return (k == PY_Name || k == PY_Attribute) && query_named(query_called(q, n), words) &&
           !query_taint(q, n);
}

static bool reads_input(const RuleRun *run)
{
    static const Str words[] = {
        L("recv"), L("recvfrom"),   L("unpack"),      L("unpack_from"), L("request"),
        L("read"), L("from_bytes"), L("readexactly"), L("get_data"),    {0}};
    return query_mentions(run->query, run->tree->root, words);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test || !reads_input(run)) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId count = query_calls(q, n, copies) ? query_arg(q, n, 2, S("count")) : 0;
        int64_t i;
        if (!count || query_int(q, count, &i) || is_bounded(q, count, n, 0)) continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "`%.*s` bytes are copied, however large the memory is",
                    STR_ARG(py_text(q->tree, count)));
    }
}

const Rule rule_native_memory_size = {
    .id       = L("native-memory-size"),
    .cwe      = 787, .also = {120}, .severity = SEV_HIGH,
    .title    = L("memory of C is written by a length that nobody holds against its size"),
    .why      = L("ctypes writes where it is told. A length out of a packet or a file that is larger "
                  "than the buffer overwrites what lies behind it: the process crashes, or runs what "
                  "the sender wrote."),
    .instead  = L("n = min(length, ctypes.sizeof(buffer)), or refuse what is larger."),
    .bad      = L("import ctypes\n"
                  "import struct\n"
                  "buffer = ctypes.create_string_buffer(64)\n"
                  "def take(packet):\n"
                  "    (n,) = struct.unpack_from(\"!H\", packet)\n"
                  "    ctypes.memmove(buffer, packet[2:], n)\n"),
    .good     = L("import ctypes\n"
                  "import struct\n"
                  "buffer = ctypes.create_string_buffer(64)\n"
                  "def take(packet):\n"
                  "    (n,) = struct.unpack_from(\"!H\", packet)\n"
                  "    n = min(n, ctypes.sizeof(buffer))\n"
                  "    ctypes.memmove(buffer, packet[2:], n)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/787.html"),
                     L("https://docs.python.org/3/library/ctypes.html#ctypes.memmove")),
    .at_file  = look,
    .weak_in_package = true,
    .words    = LIST(L("memmove"), L("memset")),
};
