// rule counted-nonce: nonces that begin again with every start.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str fresh[] = {L("urandom"),   L("token_bytes"), L("get_random_bytes"),
                            L("randbytes"), L("getrandom"),   {0}};

// self.x = itertools.count() or self.x = 0 in the constructor of the class around
static bool is_counter(const Query *q, NodeId cls, Str attr)
{
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        int64_t zero;
        if (!query_within(q, n, cls) || py_kind(t, to) != PY_Attribute ||
            !str_eq(query_called(q, to), attr))
            continue;
        if (query_int(q, value, &zero)) return true;
        if (py_kind(t, value) == PY_Call && str_eq(query_callee(q, value), S("itertools.count")))
            return true;
    }
    return false;
}

static NodeId class_of(const Query *q, NodeId n)
{
    while (n && py_kind(q->tree, n) != PY_ClassDef) n = q->parent[n];
    return n;
}

// What makes the nonce: the expression, the one assignment, or the method that is called for it.
static NodeId maker(const Query *q, NodeId nonce, NodeId cls)
{
    const Tree *t = q->tree;
    NodeId value = query_peel(q, nonce);
    if (py_kind(t, value) != PY_Call) return value;
    Str name = query_method(q, value);
    for (NodeId f = 0; (f = query_next_in(q, PY_FunctionDef, cls, f));)
        if (str_eq(py_name(t, py_sym(t, f, FunctionDef_name)), name))
            return f;
    return value;
}

static bool counts(const Query *q, NodeId made, NodeId cls)
{
    for (NodeId a = 0; (a = query_next_in(q, PY_Attribute, made, a));)
        if (is_counter(q, cls, query_called(q, a))) return true;
    return false;
}

// for i, record in enumerate(records): nonce = i.to_bytes(12, "big")
static bool counts_a_loop(const Query *q, NodeId made, uint32_t func)
{
    static const Str makers[] = {L("enumerate"), L("range"), L("count"), {0}};
    const Tree *t = q->tree;
    NodeId obj = made && py_kind(t, made) == PY_Call ? py_node(t, made, Call_func) : 0;
    if (!obj || py_kind(t, obj) != PY_Attribute || !str_eq(query_method(q, made), S("to_bytes")))
        return false;
    Str name = query_called(q, py_node(t, obj, Attribute_value));
    for (NodeId n = 0; name.len && (n = query_next(q, PY_For, n));) {
        NodeId iter = py_node(t, n, For_iter), to = py_node(t, n, For_target);
        if (q->inside[n] != func || py_kind(t, iter) != PY_Call) continue;
        if (py_kind(t, to) == PY_Tuple) to = py_list(t, to, Tuple_elts).v[0];
        bool counter = false;
        counter |= str_in(query_method(q, iter), makers);
        if (counter && str_eq(query_called(q, to), name)) return true;
    }
    return false;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!str_eq(query_method(q, n), S("encrypt"))) continue;
        NodeId nonce = query_arg(q, n, 0, S("nonce")), cls = class_of(q, n);
        if (nonce && counts_a_loop(q, query_peel(q, nonce), q->inside[n]))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the nonce is a place in a list, which begins again with each one");
        if (!nonce || !cls) continue;
        NodeId made = maker(q, nonce, cls);
        if (query_mentions(q, made, fresh) ||
            !query_mentions(q, made, (const Str[]){L("to_bytes"), L("pack"), {0}}) ||
            !counts(q, made, cls))
            continue;
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "the nonce is a counter that starts again with the process");
    }
}

const Rule rule_counted_nonce = {
    .id       = L("counted-nonce"),
    .cwe      = 323, .severity = SEV_MEDIUM,
    .title    = L("nonces that begin again with every start"),
    .why      = L("A counter in memory starts at zero with each process while the key stays: "
                  "after a restart the same nonces serve again, and two messages under one "
                  "nonce give away their difference and the key that authenticates."),
    .instead  = L("os.urandom(12) for each message, or keep the counter where it survives."),
    .bad      = L("import itertools\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "class Channel:\n"
                  "    def __init__(self, key):\n"
                  "        self.box = AESGCM(key)\n"
                  "        self.count = itertools.count()\n"
                  "    def seal(self, text):\n"
                  "        nonce = next(self.count).to_bytes(12, \"big\")\n"
                  "        return self.box.encrypt(nonce, text, None)\n"),
    .good     = L("import os\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "class Channel:\n"
                  "    def __init__(self, key):\n"
                  "        self.box = AESGCM(key)\n"
                  "    def seal(self, text):\n"
                  "        nonce = os.urandom(12)\n"
                  "        return self.box.encrypt(nonce, text, None)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/323.html"),
                     L("https://csrc.nist.gov/pubs/sp/800/38/d/final")),
    .at_file  = look,
    .words    = LIST(L("AESGCM"), L("ChaCha20Poly1305"), L("GCM"), L("AESCCM"), L("AESOCB3"),
                     L("MODE_GCM"), L("MODE_CTR")),
};
