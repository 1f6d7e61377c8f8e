// rule cleartext-storage: a secret is stored in clear text.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_cleartext_storage = {
    .id = L("cleartext-storage"),
    .cwe = 312,
    .also = {256},
    .severity = SEV_MEDIUM,
    .title = L("a secret is stored in clear text"),
    .why = L("Whoever reads the file, the database or a backup of it has the secret "
             "itself."),
    .instead = L("Store a hash of a password (argon2, scrypt, bcrypt), and keep keys in a key "
                 "store or encrypted."),
    .bad = L("import getpass\n"
             "password = getpass.getpass()\n"
             "with open(\"account.txt\", \"w\") as f:\n"
             "    f.write(password)\n"),
    .good = L("import getpass\n"
              "import bcrypt\n"
              "password = getpass.getpass()\n"
              "with open(\"account.txt\", \"wb\") as f:\n"
              "    f.write(bcrypt.hashpw(password.encode(), bcrypt.gensalt()))\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/312.html"),
        L("https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/clear-text-storage-sensitive-data")),
    .into = KIND(STORE),
    .from = KIND(SECRET) | KIND(CREDENTIAL),
    .class_b = true,
};
