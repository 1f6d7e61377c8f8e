// rule weak-cipher: a broken or too short cipher.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A class that a table of a protocol's algorithms gives: the other side chose it.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message;
    if (rule_is_prescribed(run)) return CONF_LOW;
    if (!rule_in_package(run) || py_kind(run->tree, mark->node) != PY_Call) return c;
    Str written = query_dotted(q, py_node(run->tree, mark->node, Call_func));
    Str last = str_sub(mark->callee, str_rfind(mark->callee, '.') + 1, -1);
    return str_find(written, last) >= 0 || !written.len ? c : CONF_LOW;
}

const Rule rule_weak_cipher = {
    .id = L("weak-cipher"),
    .cwe = 327,
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
