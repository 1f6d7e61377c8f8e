// rule weak-kdf: a password hash with too little work.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_weak_kdf = {
    .id = L("weak-kdf"),
    .cwe = 916,
    .also = {327},
    .severity = SEV_MEDIUM,
    .title = L("a password hash with too little work"),
    .why = L("The number of rounds is all that slows down somebody who tries passwords "
             "against a copied table."),
    .instead = L("PBKDF2-SHA256 with at least 600,000 rounds, scrypt with n=2**15 or more, "
                 "bcrypt with at least 12 rounds, or argon2's defaults."),
    .bad = L("import hashlib\n"
             "import os\n"
             "def digest(password):\n"
             "    return hashlib.pbkdf2_hmac(\"sha256\", password, os.urandom(16), 1000)\n"),
    .good = L("import hashlib\n"
              "import os\n"
              "def digest(password):\n"
              "    return hashlib.pbkdf2_hmac(\"sha256\", password, os.urandom(16), 600000)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/916.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html")),
    .mark = L("weak-kdf"),
    .mark_confidence = CONF_MEDIUM,
    .fix = mend_fix_rounds,
};
