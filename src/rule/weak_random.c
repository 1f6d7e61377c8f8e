// rule weak-random: a secret comes from a predictable generator.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_weak_random = {
    .id       = L("weak-random"),
    .cwe      = 338, .also = {330}, .severity = SEV_HIGH,
    .title    = L("a secret comes from a predictable generator"),
    .why      = L("The random module (and numpy's generators) can be reconstructed from some of "
                  "its output or from its seed, so tokens, passwords, keys and salts made with "
                  "it can be foretold."),
    .instead  = L("Use the secrets module (secrets.token_urlsafe, secrets.choice) or "
                  "os.urandom."),
    .bad      = L("import random\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "key = random.randbytes(32)\n"
                  "box = AESGCM(key)\n"),
    .good     = L("import secrets\n"
                  "from cryptography.hazmat.primitives.ciphers.aead import AESGCM\n"
                  "key = secrets.token_bytes(32)\n"
                  "box = AESGCM(key)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/338.html"),
                     L("https://docs.python.org/3/library/secrets.html")),
    .peers    = LIST(L("bandit:B311"), L("ruff:S311")),
    .into     = KIND(KEY),
    .from     = KIND(WEAK_RANDOM),
    .fix      = mend_fix_random,
};
