// rule password-hash: a password is stored under a fast hash.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

// What the environment gives the program is its own secret, and no user's password to be kept.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    Str from = hit->npaths && hit->paths[0].n ? hit->paths[0].v[0].text : S("");
    (void)message;
    // in a package: a key of the settings is drawn, and no password that somebody guesses
    Str last = str_sub(from, str_rfind(from, '.') + 1, -1);
    if (rule_in_package(run) && secret_name(last) != NAME_PASSWORD && c > CONF_LOW) return CONF_LOW;
    // credentials_path=env.get("CREDENTIALS"): where they lie, and what a service of somebody's makes of them
    static const Str places[] = {L("path"), L("file"), L("dir"), {0}};
    Size eq = str_find(from, S("="));
    Str to = str_sub(from, 0, eq < 0 ? 0 : eq);
    if (str_has(to, places)) return CONF_NONE;
    bool environment = str_find(from, S("environ")) >= 0 || str_find(from, S("getenv")) >= 0;
    return environment ? CONF_NONE : c;
}

const Rule rule_password_hash = {
    .id = L("password-hash"),
    .cwe = 916,
    .also = {759},
    .severity = SEV_HIGH,
    .title = L("a password is stored under a fast hash"),
    .why = L("A graphics card tries billions of SHA-256 or MD5 values a second: whoever "
             "copies the table has most of the passwords by the evening, salt or not."),
    .instead = L("Use a slow hash made for passwords: argon2-cffi, hashlib.scrypt, bcrypt, or "
                 "PBKDF2 with at least 600,000 rounds, with a fresh salt each."),
    .bad = L("import getpass\n"
             "import hashlib\n"
             "password = getpass.getpass()\n"
             "print(hashlib.sha256(password.encode()).hexdigest())\n"),
    .good = L("import getpass\n"
              "import hashlib\n"
              "import os\n"
              "password = getpass.getpass()\n"
              "print(hashlib.scrypt(password.encode(), salt=os.urandom(16), n=2**15, r=8, p=1))\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/916.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/weak-sensitive-data-hashing")),
    .into = KIND(DIGEST),
    .from = KIND(SECRET),
    .judge_hit = judge,
};
