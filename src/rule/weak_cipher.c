// rule weak-cipher: a broken or too short cipher.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A class that a table of a protocol's algorithms gives: the other side chose it.
// padding.PKCS1v15() stands for signatures, too, where it is another matter.
static bool pads_a_text(const Query *q, const FlowMark *mark)
{
    if (!models_has_tag(mark->mark, S("asked"))) return true;
    for (NodeId up = q->parent[mark->node]; up; up = q->parent[up]) {
        if (py_kind(q->tree, up) != PY_Call) continue;
        Str m = query_method(q, up);
        return str_eq(m, S("encrypt")) || str_eq(m, S("decrypt"));
    }
    return false;
}

// In a package: a function of this name, or a module that has such ones and none that encrypts, opens what
// somebody else encrypted, and has no choice.
static bool only_opens(const RuleRun *run, uint32_t func)
{
    static const Str opens[] = {L("decrypt"), {0}}, seals[] = {L("encrypt"), {0}};
    const Tree *t = run->tree;
    bool opening = false, sealing = false;
    if (query_named(run->module->funcs.v[func].qualname, opens)) return true;
    for (Size i = 1; i < run->module->funcs.n; i++) {
        Str name = py_name(t, run->module->funcs.v[i].name);
        opening |= query_named(name, opens), sealing |= query_named(name, seals);
    }
    return opening && !sealing;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (models_has_tag(mark->mark, S("padding"))) {
        *message = S("RSA with PKCS#1 v1.5 padding: whoever learns which texts decrypt well can "
                     "read them all (Bleichenbacher); use OAEP");
        return pads_a_text(q, mark) ? (rule_in_package(run) ? CONF_LOW : c) : CONF_NONE;
    }
    if (rule_is_prescribed(run)) return CONF_LOW;
    if (!rule_in_package(run) || py_kind(run->tree, mark->node) != PY_Call) return c;
    if (only_opens(run, mark->func)) return CONF_LOW;
    Str written = query_dotted(q, py_node(run->tree, mark->node, Call_func));
    Str last = str_sub(mark->callee, str_rfind(mark->callee, '.') + 1, -1);
    return str_find(written, last) >= 0 ? c : CONF_LOW;
}

const Rule rule_weak_cipher = {
    .id = L("weak-cipher"),
    .cwe = 327,
    .also = {780},
    .severity = SEV_HIGH,
    .title = L("a broken or too short cipher"),
    .why = L("DES, 3DES, RC2, RC4, Blowfish, CAST, IDEA and SEED have short keys, short "
             "blocks or known breaks; recorded traffic and stored data encrypted with them "
             "can be read."),
    .instead = L("Use AES-GCM or ChaCha20-Poly1305 (cryptography's AESGCM, ChaCha20Poly1305, "
                 "or Fernet)."),
    .bad = L("from Crypto.Cipher import DES\n"
             "box = DES.new(open(\"key\", \"rb\").read(), DES.MODE_CBC)\n"),
    .good = L("from Crypto.Cipher import AES\n"
              "box = AES.new(open(\"key\", \"rb\").read(), AES.MODE_GCM)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/327.html"), L("https://sweet32.info/"),
             L("https://csrc.nist.gov/pubs/sp/800/131/a/r2/final")),
    .peers = LIST(L("bandit:B304"), L("bandit:B413"), L("ruff:S304"), L("ruff:S413"),
                  L("codeql:py/weak-cryptographic-algorithm")),
    .mark = L("weak-cipher"),
    .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
};
