// rule endless-loop: a loop that nothing in it can end, or that a peer's silence keeps running.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

typedef bool Is(const Query *q, NodeId n, Str name);

// Some node below `in` that is so; what a nested function does, it does later.
static bool some(const Query *q, NodeId in, Is *is, Str name)
{
    NodeId child;
    int k = py_kind(q->tree, in);
    if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda) return false;
    if (is(q, in, name)) return true;
    for (uint32_t it = 0; (child = py_next_child(q->tree, in, &it));)
        if (some(q, child, is, name)) return true;
    return false;
}

static bool some_in(const Query *q, NodeList list, Is *is, Str name)
{
    for (uint32_t i = 0; i < list.n; i++)
        if (some(q, list.v[i], is, name)) return true;
    return false;
}

static bool leaves(const Query *q, NodeId n, Str name)
{
    static const Str exits[] = {L("exit"), L("abort"), L("quit"), L("fail"), L("stop"),
                                L("kill"), L("exec"),  L("skip"), L("eval"), {0}};
    int k = py_kind(q->tree, n);
    (void)name;
    if (k == PY_Call) return query_named(query_method(q, n), exits);
    return k == PY_Break || k == PY_Return || k == PY_Raise || k == PY_Yield || k == PY_Assert ||
           k == PY_YieldFrom || k == PY_Error;
}

static bool is_named(const Query *q, NodeId n, Str name)
{
    return py_kind(q->tree, n) == PY_Name &&
           str_eq(py_name(q->tree, py_sym(q->tree, n, Name_id)), name);
}

// Bound anew, or worked on through a dot or an index, or handed to something that may change it.
static bool may_change(const Query *q, NodeId n, Str name)
{
    const Tree *t = q->tree;
    if (!is_named(q, n, name)) return false;
    NodeId up = q->parent[n];
    int k = py_kind(t, up);
    return py_at(t, n)->op != CTX_LOAD || k == PY_Attribute || k == PY_Subscript;
}

// A condition of local names and numbers alone: only a new binding can change its answer.
static bool is_plain(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeId child;
    switch (py_kind(t, n)) {
    case PY_Name: case PY_Constant: return true;
    case PY_Compare:
    case PY_BoolOp:
    case PY_UnaryOp:
    case PY_BinOp:
        for (uint32_t it = 0; (child = py_next_child(t, n, &it));)
            if (!is_plain(q, child)) return false;
        return true;
    default: return false;
    }
}

static bool is_local(const Query *q, NodeId name)
{
    const Func *f = &q->module->funcs.v[q->inside[name]];
    Sym sym = py_sym(q->tree, name, Name_id);
    for (Size i = 0; i < f->params.n; i++)
        if (f->params.v[i].name == sym) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));)
        if (q->inside[n] == q->inside[name] && py_sym(q->tree, n, Name_id) == sym &&
            py_at(q->tree, n)->op == CTX_STORE)
            return true;
    return false;
}

static bool shared(const Query *q, Str name)               // declared global or nonlocal somewhere
{
    const Tree *t = q->tree;
    for (int kind = PY_Global; kind <= PY_Nonlocal; kind++)
        for (NodeId n = 0; (n = query_next(q, kind, n));) {
            SymList names = py_syms(t, n, 0);
            for (uint32_t i = 0; i < names.n; i++)
                if (str_eq(py_name(t, names.v[i]), name)) return true;
        }
    return false;
}

// Every name of the test is local, compared, and never bound again by the loop.
static bool is_fixed(const Query *q, NodeId test, NodeId loop, int *names)
{
    const Tree *t = q->tree;
    NodeId child;
    if (py_kind(t, test) == PY_Name) {
        Str name = query_called(q, test);
        ++*names;
        return py_kind(t, q->parent[test]) == PY_Compare && is_local(q, test) && !shared(q, name) &&
               !some(q, loop, may_change, name);
    }
    for (uint32_t it = 0; (child = py_next_child(t, test, &it));)
        if (!is_fixed(q, child, loop, names)) return false;
    return true;
}

// In `while a in b` and `a is b` a name may be a container that something else fills.
static bool compares_numbers(const Query *q, NodeId test)
{
    const Tree *t = q->tree;
    if (py_kind(t, test) != PY_Compare) return py_kind(t, test) == PY_BoolOp;
    SymList ops = py_syms(t, test, Compare_ops);
    for (uint32_t i = 0; i < ops.n; i++)
        if (ops.v[i] < OP_EQ || ops.v[i] > OP_GTE) return false;
    return true;
}

static void look_at_condition(RuleRun *run, NodeId loop)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId test = py_node(t, loop, While_test);
    int names = 0;
    if (!is_plain(q, test) || !compares_numbers(q, test) || !is_fixed(q, test, loop, &names) ||
        !names || some_in(q, py_list(t, loop, While_body), leaves, S("")))
        return;
    rule_report(run, q->inside[loop], test, rule_hint(run),
                "nothing in the loop changes what its condition reads");
}

// ---- a stream that has ended gives an empty text at once, again and again

static bool tests_for_empty(const Query *q, NodeId n, Str name)
{
    const Tree *t = q->tree;
    if (!is_named(q, n, name) || py_at(t, n)->op != CTX_LOAD) return false;
    NodeId up = q->parent[n];
    switch (py_kind(t, up)) {
    case PY_If: case PY_While: case PY_IfExp: case PY_UnaryOp: case PY_BoolOp: case PY_NamedExpr:
    case PY_Match: case PY_Assert: case PY_comprehension:
        return true;
    case PY_Compare: {
        PyOp op = (PyOp)py_syms(t, up, Compare_ops).v[0];
        return op != OP_IN && op != OP_NOTIN;
    }
    case PY_Call: return str_eq(query_method(q, up), S("len"));
    default: return false;
    }
}

// The callee may look at it, and leave by an exception.
static bool is_handed_on(const Query *q, NodeId n, Str name)
{
    return is_named(q, n, name) && py_kind(q->tree, q->parent[n]) == PY_Call;
}

// s.recv(4096), of a socket or of something whose type nobody knows
static bool receives(const Query *q, NodeId call)
{
    static const Str sockets[] = {L("socket"), L("ssl"), {0}};
    const Tree *t = q->tree;
    NodeId func = py_node(t, call, Call_func), size = query_arg(q, call, 0, S("bufsize"));
    if (py_kind(t, func) != PY_Attribute || !str_eq(query_method(q, call), S("recv")) || !size)
        return false;
    Str type = query_type(q, py_node(t, func, Attribute_value));
    return !type.len || query_named(type, sockets);
}

// In a package `x.recv(n)` is read again and again of what is a socket by its type or its name; one reading, then
// break, and a loop that accepts the next connection, end by themselves.
static bool spins_on_socket(const Query *q, NodeId call, NodeId loop, NodeId stmt)
{
    static const Str sockets[] = {L("sock"), L("ssl"), {0}}, accepts[] = {L("accept"), {0}};
    const Tree *t = q->tree;
    NodeId object = py_node(t, py_node(t, call, Call_func), Attribute_value);
    if (!query_named(query_type(q, object), sockets) &&
        !query_named(query_called(q, object), sockets))
        return false;
    for (NodeId n = 0; (n = query_next(q, PY_Break, n));)
        if (q->parent[n] == q->parent[stmt] && py_at(t, n)->beg > py_at(t, stmt)->beg) return false;
    return !query_mentions(q, loop, accepts);
}

static NodeId loop_around(const Query *q, NodeId n)
{
    for (; n; n = q->parent[n]) {
        int k = py_kind(q->tree, n);
        if (k == PY_While) return n;
        if (k == PY_For || k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda)
            return 0;
    }
    return 0;
}

static void look_at_receive(RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId loop = loop_around(q, call), stmt = query_statement(q, call);
    if (!loop || !receives(q, call) || query_within(q, call, py_node(t, loop, While_test))) return;
    int k = py_kind(t, stmt);
    NodeId to = k == PY_AugAssign && py_node(t, stmt, AugAssign_value) == call
                    ? py_node(t, stmt, AugAssign_target)
                : k == PY_Assign && py_node(t, stmt, Assign_value) == call
                    ? py_list(t, stmt, Assign_targets).v[0]
                    : 0;
    if (!to || py_kind(t, to) != PY_Name) return;
    Str name = query_called(q, to);
    bool adds = k == PY_AugAssign;                         // its length tells nothing of the piece
    NodeList body = py_list(t, loop, While_body);
    if (!adds && some(q, loop, tests_for_empty, name)) return;
    if (adds && some_in(q, body, leaves, S(""))) return;
    bool maybe = (!adds && some(q, loop, is_handed_on, name)) ||
                 (rule_in_package(run) && !spins_on_socket(q, call, loop, stmt));
    rule_report(run, q->inside[call], call, maybe ? CONF_LOW : CONF_MEDIUM,
                "when the peer closes, recv() returns nothing at once and the loop spins");
}

// c = f.read(1): all that the loop does to what it looks for
static bool is_reading(const Query *q, NodeId n, Str name)
{
    static const Str reads[] = {L("read"), L("readline"), {0}};
    const Tree *t = q->tree;
    return py_kind(t, n) == PY_Assign && is_named(q, py_list(t, n, Assign_targets).v[0], name) &&
           py_kind(t, py_node(t, n, Assign_value)) == PY_Call &&
           str_in(query_method(q, py_node(t, n, Assign_value)), reads);
}

static bool is_text(const Query *q, NodeId n)
{
    Str text;
    return query_str(q, n, &text) && text.len;
}

// Bound by anything but such a reading, or an end of the loop that does not hang on its condition.
static bool is_other_binding(const Query *q, NodeId n, Str name)
{
    return (is_named(q, n, name) && py_at(q->tree, n)->op == CTX_STORE &&
            !is_reading(q, q->parent[n], name)) ||
           leaves(q, n, name);
}

// while c not in (b"\r", b"\n"): c = f.read(1) — at the end of the file c is b"" for ever
static void look_at_delimiter(RuleRun *run, NodeId loop)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId test = py_node(t, loop, While_test);
    if (py_kind(t, test) != PY_Compare || py_list(t, test, Compare_comparators).n != 1) return;
    NodeId name = py_node(t, test, Compare_left), ends = py_list(t, test, Compare_comparators).v[0];
    PyOp op = (PyOp)py_syms(t, test, Compare_ops).v[0];
    NodeList body = py_list(t, loop, While_body);
    if (py_kind(t, name) != PY_Name || (op != OP_NOTIN && op != OP_NOTEQ)) return;
    Str is = query_called(q, name);
    NodeId child;
    int k = py_kind(t, ends);
    bool many = k == PY_Tuple || k == PY_List || k == PY_Set;
    if (many != (op == OP_NOTIN) || (!many && !is_text(q, ends))) return;
    for (uint32_t it = 0; many && (child = py_next_child(t, ends, &it));)
        if (!is_text(q, child)) return;
    if (some_in(q, body, is_reading, is) && !some_in(q, body, is_other_binding, is) &&
        !some_in(q, body, tests_for_empty, is) && !some_in(q, body, is_handed_on, is))
        rule_report(run, q->inside[loop], test, rule_hint(run),
                    "at the end of the data read() gives nothing, and the loop asks again for ever");
}

// ---- pos += length, the length read from the data and possibly zero

static bool tested(const Query *q, NodeId n, Str name)
{
    const Tree *t = q->tree;
    if (!is_named(q, n, name)) return false;
    for (NodeId up = q->parent[n]; up; up = q->parent[up]) {
        int k = py_kind(t, up);
        if (k == PY_Compare || k == PY_UnaryOp || k == PY_BoolOp || k == PY_Assert) return true;
        if (k == PY_If || k == PY_While) return true;
        if (k <= PY_Error) return false;
    }
    return false;
}

static bool reads_number(const Query *q, NodeId value)
{
    static const Str readers[] = {L("unpack"), L("unpack_from"), L("from_bytes"), {0}};
    const Tree *t = q->tree;
    if (py_kind(t, value) == PY_Subscript) value = py_node(t, value, Subscript_value);
    if (py_kind(t, value) != PY_Call) return false;
    if (str_in(query_method(q, value), readers)) return true;
    return false;
}

// Is `name` bound in the loop by a reading of the data? (x, n = struct.unpack(…) too)
static bool comes_from_data(const Query *q, NodeId n, Str name)
{
    const Tree *t = q->tree;
    if (py_kind(t, n) != PY_Assign || !reads_number(q, py_node(t, n, Assign_value))) return false;
    return some(q, py_list(t, n, Assign_targets).v[0], is_named, name);
}

static void look_at_step(RuleRun *run, NodeId step)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId to = py_node(t, step, AugAssign_target), by = py_node(t, step, AugAssign_value);
    NodeId loop = loop_around(q, step);
    if (!loop || py_at(t, step)->op != OP_ADD || py_kind(t, to) != PY_Name ||
        py_kind(t, by) != PY_Name)
        return;
    Str pos = query_called(q, to), name = query_called(q, by);
    NodeList body = py_list(t, loop, While_body);
    int steps = 0;
    for (NodeId n = 0; (n = query_next(q, PY_AugAssign, n));)
        steps += query_within(q, n, loop) && is_named(q, py_node(t, n, AugAssign_target), pos);
    if (steps == 1 && some(q, py_node(t, loop, While_test), is_named, pos) &&
        some_in(q, body, comes_from_data, name) && !some_in(q, body, tested, name))
        rule_report(run, q->inside[step], step, rule_hint(run),
                    "a length of zero in the data keeps the loop at the same place for ever");
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_While, n));) look_at_condition(run, n), look_at_delimiter(run, n);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) look_at_receive(run, n);
    for (NodeId n = 0; (n = query_next(q, PY_AugAssign, n));) look_at_step(run, n);
    rule_by_shape(run, PY_AugAssign, mend_fix_least_step, rule_hint(run),
                  "a length in the data that is less than a part's own keeps the loop where it is");
}

// In a package only a loop that receives is surer than a hint.
static bool speaks(const RuleRun *run)
{
    return rule_hint(run) >= run->least || rule_says(run, S("recv"));
}

const Rule rule_endless_loop = {
    .id       = L("endless-loop"),
    .cwe      = 835, .also = {834}, .severity = SEV_MEDIUM,
    .title    = L("a loop that may never end"),
    .why      = L("Whoever brings the program into such a loop stops one thread for good with one "
                  "message: a peer that hangs up in the middle (recv() then returns an empty text "
                  "at once), a length of zero in a file, or simply a counter that nobody moves. A "
                  "few such requests take the whole service."),
    .instead  = L("Let every round come nearer to the end, and leave when it does not: stop when "
                  "recv() or read() returns nothing, refuse a length of zero, move the counter."),
    .bad      = L("def read_exactly(sock, n):\n"
                  "    data = b\"\"\n"
                  "    while len(data) < n:\n"
                  "        data += sock.recv(n - len(data))\n"
                  "    return data\n"),
    .good     = L("def read_exactly(sock, n):\n"
                  "    data = b\"\"\n"
                  "    while len(data) < n:\n"
                  "        chunk = sock.recv(n - len(data))\n"
                  "        if not chunk:\n"
                  "            raise EOFError\n"
                  "        data += chunk\n"
                  "    return data\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/835.html"),
                     L("https://docs.python.org/3/howto/sockets.html"),
                     L("https://nvd.nist.gov/vuln/detail/CVE-2022-24859")),
    .at_file  = look,
    .speaks = speaks,
    .fix      = mend_fix_least_step,
};
