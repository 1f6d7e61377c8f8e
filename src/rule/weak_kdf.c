// rule weak-kdf: a password hash with too little work.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// CryptContext(…, pbkdf2_sha256__rounds=1000)
static void look_at_rounds(RuleRun *run, NodeId call)
{
    static const struct { Str scheme; int64_t least; } schemes[] = {{L("pbkdf2_"), 100000}, {L("bcrypt"), 10}};
    const Query *q = run->query;
    NodeList keys = py_list(q->tree, call, Call_keywords);
    for (uint32_t i = 0; i < keys.n; i++) {
        Sym sym = py_sym(q->tree, keys.v[i], keyword_arg);
        Str name = sym ? py_name(q->tree, sym) : S("");
        NodeId value = py_node(q->tree, keys.v[i], keyword_value);
        int64_t rounds;
        if ((!str_ends(name, S("__rounds")) && !str_ends(name, S("__default_rounds"))) ||
            !query_int(q, value, &rounds))
            continue;
        for (Size s = 0; s < countof(schemes); s++)
            if (str_starts(name, schemes[s].scheme) && rounds < schemes[s].least)
                rule_report(run, q->inside[call], value, CONF_MEDIUM, "%lld rounds are few",
                            (long long)rounds);
    }
}

// CryptContext(schemes=[…], default=…): what new hashes are made by; without a default, the first.
static void look_at_context(RuleRun *run)
{
    static const Str contexts[] = {
        L("passlib.context.CryptContext"), L("passlib.apps.CryptContext"), L("CryptContext"), {0}};
    static const Str weak[] = {L("md5"), L("sha1"), L("des_crypt"), L("plaintext"), L("unsalted"),
                               L("nthash"), L("lmhash"), L("mysql323"), L("crypt16"), L("hex_"),
                               L("ldap_salted_sha"), L("bigcrypt"), {0}};
    static const Str strong[] = {L("bcrypt"),       L("pbkdf2"),       L("scrypt"), L("argon2"),
                                 L("sha512_crypt"), L("sha256_crypt"), {0}};
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, contexts)) continue;
        NodeId chosen = query_arg(q, n, -1, S("default"));
        NodeId list = query_peel(q, query_arg(q, n, 0, S("schemes")));
        int k = list ? py_kind(q->tree, list) : PY_NONE;
        if (!chosen && (k == PY_List || k == PY_Tuple) && py_list(q->tree, list, 0).n)
            chosen = py_list(q->tree, list, 0).v[0];
        look_at_rounds(run, n);
        Str name;
        if (chosen && query_str(q, chosen, &name) && query_named(name, weak) &&
            !query_named(name, strong))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "new passwords are stored by %.*s, which is fast", STR_ARG(name));
    }
}

// The first of Django's PASSWORD_HASHERS makes the new hashes.
static void look(RuleRun *run)
{
    static const Str weak[] = {L("md5"), L("sha1"), L("crypt"), L("unsalted"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (run->file->is_test) return;
    look_at_context(run);
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId value = py_node(t, n, Assign_value);
        int k = py_kind(t, value);
        Str first;
        if (!str_eq(query_called(q, py_list(t, n, Assign_targets).v[0]), S("PASSWORD_HASHERS")) ||
            (k != PY_List && k != PY_Tuple) || !py_list(t, value, 0).n ||
            !query_str(q, py_list(t, value, 0).v[0], &first))
            continue;
        bool bcrypt = query_named(first, (const Str[]){L("bcrypt"), L("scrypt"), L("pbkdf2"), {0}});
        if (!bcrypt && query_named(first, weak))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "new passwords are stored by %.*s, which is fast", STR_ARG(first));
    }
}

const Rule rule_weak_kdf = {
    .id = L("weak-kdf"),
    .cwe = 916,
    .also = {327},
    .severity = SEV_MEDIUM,
    .title = L("a password hash with too little work"),
    .why = L("When a table of hashes is copied, the attacker tries passwords against it at home. "
             "The number of rounds is all that slows this down: with few of them one graphics "
             "card tries millions a second."),
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
    .at_file = look,
    .words = LIST(L("PASSWORD_HASHERS"), L("CryptContext")),
    .weak_in_package = true,
};
