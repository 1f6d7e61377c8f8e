// rule weak-hash: a broken hash function.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_weak_hash = {
    .id       = L("weak-hash"),
    .cwe      = 328, .also = {327}, .severity = SEV_MEDIUM,
    .title    = L("a broken hash function"),
    .why      = L("Two different texts with one MD5 or SHA-1 value are made in seconds to "
                  "hours, so that what is recognised, signed or approved by such a value can be "
                  "exchanged for something else."),
    .instead  = L("Use hashlib.sha256 or blake2b; where no attacker is in view, say so with "
                  "usedforsecurity=False."),
    .bad      = L("import hashlib\n"
                  "def signature(data):\n"
                  "    return hashlib.md5(data).hexdigest()\n"),
    .good     = L("import hashlib\n"
                  "def signature(data):\n"
                  "    return hashlib.sha256(data).hexdigest()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/328.html"), L("https://shattered.io/"),
                     L("https://docs.python.org/3/library/hashlib.html")),
    .peers    = LIST(L("bandit:B303"), L("bandit:B324"), L("ruff:S303"), L("ruff:S324"),
                     L("codeql:py/weak-cryptographic-algorithm")),
    .mark     = L("weak-hash"), .mark_confidence = CONF_MEDIUM,
    .fix      = mend_fix_hash,
};
