// rule static-salt: one salt for all passwords.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_static_salt = {
    .id = L("static-salt"),
    .cwe = 760,
    .also = {759},
    .severity = SEV_MEDIUM,
    .title = L("one salt for all passwords"),
    .why = L("Equal passwords get equal hashes, and one table of hashes made in advance "
             "serves against all users."),
    .instead = L("Draw a salt for each password: os.urandom(16), bcrypt.gensalt()."),
    .bad =
        L("import hashlib\n"
          "def digest(password):\n"
          "    return hashlib.pbkdf2_hmac(\"sha256\", password, b\"pepper and salt\", 600000)\n"),
    .good = L("import hashlib\n"
              "import os\n"
              "def digest(password):\n"
              "    return hashlib.pbkdf2_hmac(\"sha256\", password, os.urandom(16), 600000)\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/760.html"),
                    L("https://docs.python.org/3/library/hashlib.html#hashlib.pbkdf2_hmac")),
    .mark = L("static-salt"),
    .mark_confidence = CONF_HIGH,
    .fix = mend_fix_salt,
};
