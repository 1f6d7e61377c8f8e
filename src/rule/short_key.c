// rule short-key: a key too short to hold.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_short_key = {
    .id       = L("short-key"),
    .cwe      = 326, .severity = SEV_MEDIUM,
    .title    = L("a key too short to hold"),
    .why      = L("RSA, DSA and DH keys below 2048 bits and curves below 224 bits can be broken "
                  "by somebody with money; the signature or the traffic is then theirs."),
    .instead  = L("Generate RSA keys of 3072 bits, or use Ed25519 or P-256."),
    .bad      = L("from cryptography.hazmat.primitives.asymmetric import rsa\n"
                  "key = rsa.generate_private_key(public_exponent=65537, key_size=1024)\n"),
    .good     = L("from cryptography.hazmat.primitives.asymmetric import rsa\n"
                  "key = rsa.generate_private_key(public_exponent=65537, key_size=3072)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/326.html"),
                     L("https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final")),
    .peers    = LIST(L("bandit:B505"), L("ruff:S505"), L("codeql:py/weak-crypto-key")),
    .mark     = L("short-key"), .mark_confidence = CONF_HIGH,
};
