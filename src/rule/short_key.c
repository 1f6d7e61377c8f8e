// rule short-key: a key too short to hold.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str makers[] = {
    L("cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key"),
    L("cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key"),
    L("Crypto.PublicKey.RSA.generate"),
    L("Cryptodome.PublicKey.RSA.generate"),
    L("Crypto.PublicKey.DSA.generate"),
    L("rsa.newkeys"),
    L("paramiko.RSAKey.generate"),
    {0}};
static const Str sizes[] = {L("key_size"), L("bits"), L("nbits"), {0}};

// A size looked up in a table that holds a short one, or the fallback of a parameter.
static NodeId short_one(const Query *q, NodeId size)
{
    const Tree *t = q->tree;
    int64_t bits;
    NodeId fallback = query_fallback(q, size);
    if (fallback) return short_one(q, fallback);
    if (py_kind(t, size) == PY_Constant)
        return query_int(q, size, &bits) && bits > 0 && bits < 2048 ? size : 0;
    if (py_kind(t, size) != PY_Subscript) return 0;
    NodeId table = query_peel(q, py_node(t, size, Subscript_value));
    if (py_kind(t, table) != PY_Dict) return 0;
    NodeList values = py_list(t, table, Dict_values);
    for (uint32_t i = 0; i < values.n; i++)
        if (query_int(q, values.v[i], &bits) && bits >= 512 && bits < 2048) return values.v[i];
    return 0;
}

// A size that a request gives: an option of the program or a parameter is its own user's choice.
static bool is_asked_from_afar(const Query *q, NodeId call)
{
    static const Str first[] = {L("dsa.generate_private_key"), L("dsa.generate_parameters"), {0}};
    bool early = query_named(query_callee(q, call), first) || str_eq(query_method(q, call), S("generate"));
    NodeId size = query_arg(q, call, early ? 0 : 1, S("key_size"));
    if (!size) size = query_arg(q, call, -1, S("bits"));
    return size && query_taint(q, size) & KIND(REMOTE);
}

// ec.SECP192R1().name: what the curve is called, and no key
static bool is_only_named(const Query *q, NodeId call)
{
    static const Str asks[] = {L("name"), L("key_size"), {0}};
    NodeId up = call ? q->parent[call] : 0;
    return up && py_kind(q->tree, up) == PY_Attribute && str_in(query_called(q, up), asks);
}

// ec.SECP192R1() in a table of what others may use: in a package a key is made where it is used.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (models_has_tag(mark->mark, S("chosen"))) {
        *message = S("whoever asks for the key says how long it is");
        return is_asked_from_afar(q, mark->node) ? CONF_MEDIUM : CONF_NONE;
    }
    if (is_only_named(q, mark->node)) return CONF_NONE;
    if (run->file->is_test) return CONF_LOW;                    // a quick one, which guards nothing
    if (!rule_in_package(run) || !str_has(mark->callee, (const Str[]){L(".ec."), {0}})) return c;
    NodeId up = mark->node ? q->parent[mark->node] : 0;
    bool table = up && (py_kind(q->tree, up) == PY_Return || py_kind(q->tree, up) == PY_Dict);
    return table ? CONF_LOW : c;
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, makers)) continue;
        for (const Str *s = sizes; s->len; s++) {
            NodeId size = query_arg(q, n, -1, *s);
            if (size && py_kind(q->tree, size) != PY_Constant && short_one(q, size))
                rule_report(run, q->inside[n], n, CONF_MEDIUM, "the key may be of %.*s bits",
                            STR_ARG(py_text(q->tree, short_one(q, size))));
        }
    }
}

const Rule rule_short_key = {
    .id = L("short-key"),
    .cwe = 326,
    .severity = SEV_MEDIUM,
    .title = L("a key too short to hold"),
    .why = L("RSA, DSA and DH keys below 2048 bits and curves below 224 bits can be broken "
             "by somebody with money; the signature or the traffic is then theirs."),
    .instead = L("Generate RSA keys of 3072 bits, or use Ed25519 or P-256."),
    .bad = L("from cryptography.hazmat.primitives.asymmetric import rsa\n"
             "key = rsa.generate_private_key(public_exponent=65537, key_size=1024)\n"),
    .good = L("from cryptography.hazmat.primitives.asymmetric import rsa\n"
              "key = rsa.generate_private_key(public_exponent=65537, key_size=3072)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/326.html"),
                    L("https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final")),
    .peers = LIST(L("bandit:B505"), L("ruff:S505"), L("codeql:py/weak-crypto-key")),
    .mark = L("short-key"),
    .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .at_file = look,
    .words = LIST(L("generate_private_key"), L("generate_parameters"), L("generate"), L("newkeys")),
    .fix = mend_fix_short_key,
};
