// rule unsafe-deserialization: outside data is turned into objects by a format that can run code.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// pickle.loads(pickle.dumps(x)): a copy of what is here already
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message;
    if (py_kind(q->tree, hit->node) != PY_Call) return c;
    NodeId arg = query_arg(q, hit->node, 0, S("")), value = arg ? query_peel(q, arg) : 0;
    if (!arg) return c;
    bool copy = value && py_kind(q->tree, value) == PY_Call &&
                str_eq(query_method(q, value), S("dumps"));
    for (NodeId n = 0;
         !copy && py_kind(q->tree, arg) == PY_Name && (n = query_next(q, PY_Assign, n));) {
        NodeId from = py_node(q->tree, n, Assign_value);
        copy =
            q->inside[n] == q->inside[hit->node] && py_kind(q->tree, from) == PY_Call &&
            str_eq(query_method(q, from), S("dumps")) &&
            str_eq(query_called(q, py_list(q->tree, n, Assign_targets).v[0]), query_called(q, arg));
    }
    if (copy) return CONF_NONE;
    // a message queue whose other end proves by its key (CurveZMQ) who it is
    static const Str curve[] = {L("curve"), {0}}, queues[] = {L("zmq"), {0}};
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    if (p && p->n && str_has(p->v[0].what, queues) && query_mentions(q, q->tree->root, curve))
        return CONF_LOW;
    // a MAC is compared first: who made the data holds the key
    static const Str macs[] = {L("hmac"), L("compare_digest"), L("lscmp"), {0}};
    enum { LIBRARY = 60000 };                              // a library in one file
    NodeId def = query_def(q, hit->func);
    bool library = rule_in_package(run) || run->tree->src.len > LIBRARY;
    return library && def && query_mentions(q, def, macs) ? CONF_LOW : c;
}

const Rule rule_unsafe_deserialization = {
    .id       = L("unsafe-deserialization"),
    .cwe      = 502, .severity = SEV_CRITICAL,
    .title    = L("outside data is turned into objects by a format that can run code"),
    .why      = L("A pickle is a program: loading it calls whatever its author chose. The same "
                  "holds for marshal, shelve, dill, joblib, jsonpickle, torch.load without "
                  "weights_only, and YAML's full loaders."),
    .instead  = L("Use json, or a schema (protobuf, msgpack); verify a signature before "
                  "loading, never after; yaml.safe_load; torch.load(weights_only=True)."),
    .bad      = L("import pickle\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/load\")\n"
                  "def load():\n"
                  "    return str(pickle.loads(request.get_data()))\n"),
    .good     = L("import json\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/load\")\n"
                  "def load():\n"
                  "    return str(json.loads(request.get_data()))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/502.html"),
                     L("https://docs.python.org/3/library/pickle.html"),
                     L("https://pytorch.org/docs/stable/generated/torch.load.html")),
    .peers    = LIST(L("bandit:B403"), L("ruff:S403"),
                  L("bandit:B301"), L("bandit:B302"), L("bandit:B506"), L("bandit:B614"),
                     L("ruff:S301"), L("ruff:S302"), L("ruff:S506"), L("ruff:S614"),
                     L("codeql:py/unsafe-deserialization")),
    .into     = KIND(OBJECT),
    .judge_hit = judge,
    .fix      = mend_fix_object,
};
