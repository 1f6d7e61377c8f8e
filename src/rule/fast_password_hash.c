// rule fast-password-hash: a password goes through a fast hash.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "fact/secret.h"

static const Str fast[] = {L("hashlib.md5"),
                           L("hashlib.sha1"),
                           L("hashlib.sha224"),
                           L("hashlib.sha256"),
                           L("hashlib.sha384"),
                           L("hashlib.sha512"),
                           L("hashlib.blake2b"),
                           L("hashlib.blake2s"),
                           L("hashlib.sha3_256"),
                           L("hashlib.sha3_512"),
                           L("hashlib.new"),
                           L("Crypto.Hash.SHA256.new"),
                           L("Crypto.Hash.SHA512.new"),
                           L("Crypto.Hash.MD5.new"),
                           L("Cryptodome.Hash.SHA256.new"),
                           L("Cryptodome.Hash.SHA512.new"),
                           L("Crypto.Hash.SHA1.new"),
                           L("Crypto.Hash.SHA3_256.new"),
                           L("Cryptodome.Hash.SHA3_256.new"),
                           L("cryptography.hazmat.primitives.hashes.Hash"),
                           L("zlib.crc32"),
                           L("zlib.adler32"),
                           L("binascii.crc32"),
                           {0}};
// Where a fast hash of a password is right: a breach list's prefix search, a protocol's challenge.
static const Str fine[] = {L("pwned"),     L("hibp"),  L("breach"), L("digest_auth"),
                           L("challenge"), L("scram"), L("nonce"),  L("bcrypt"),
                           L("apop"),      L("APOP"),  L("magic"),  L("evp_bytes"),
                           {0}};

typedef struct { const Query *q; Str found; } Hunt;

static Str password_in(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeId child;
    int k = py_kind(t, n);
    if (k == PY_Name || k == PY_Attribute || k == PY_Subscript || k == PY_Call) {
        Str name = query_called(q, n);
        if (secret_name(name) == NAME_PASSWORD) return name;
    }
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));) {
        Str name = password_in(q, child);
        if (name.len) return name;
    }
    return S("");
}

static Str password_given(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeList args = py_list(t, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++) {
        Str name = password_in(q, args.v[i]);
        if (!name.len) name = password_in(q, query_peel(q, args.v[i]));
        if (name.len) return name;
    }
    NodeId data = query_arg(q, call, -1, S("data"));
    return data ? password_in(q, data) : S("");
}

// def set_password(self, raw): what it hashes is the password, whatever it is called.
static Str password_by_task(const Query *q, NodeId call)
{
    static const Str tasks[] = {L("set_password"),  L("hash_password"),  L("make_password"),
                                L("check_password"), L("verify_password"), L("encode_password"),
                                L("password_hash"), L("hash_passwd"),    {0}};
    static const Str others[] = {L("salt"), L("self"), L("pepper"), L("cls"), L("key"), L("reset"),
                                 {0}};
    const Func *f = &q->module->funcs.v[q->inside[call]];
    const Str *task = tasks;
    while (task->len && !str_eq(py_name(q->tree, f->name), *task)) task++;
    for (Size i = 0; task->len && i < f->params.n; i++) {
        Str name = py_name(q->tree, f->params.v[i].name);
        if (!query_named(name, others) && query_uses(q, call, name)) return name;
    }
    return S("");
}

// h.update(password…) where h is a fast hash
static bool is_update(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func);
    if (!str_eq(query_method(q, call), S("update")) || py_kind(q->tree, func) != PY_Attribute)
        return false;
    NodeId made = query_peel(q, py_node(q->tree, func, Attribute_value));
    return made && py_kind(q->tree, made) == PY_Call && query_calls(q, made, fast);
}

// The call of a digest whose text is made: h.hexdigest(), b64encode(h.digest()). What is kept or
// compared later is text; a digest alone is one step of something.
static bool becomes_text(const Query *q, NodeId call)
{
    static const Str texts[] = {L("hexdigest"), L("b64encode"), L("hexlify"), L("hex"),
                                L("urlsafe_b64encode"), L("encodebytes"), {0}};
    NodeId def = query_def(q, q->inside[call]);
    for (NodeId n = 0; def && (n = query_next(q, PY_Call, n));)
        if (query_within(q, n, def) && str_in(query_method(q, n), texts)) return true;
    return false;
}

static const Str words[] = {L("passw"), L("pwd"), {0}};

// user.password = …, … == row.password_hash
static bool is_stored_or_compared(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    for (NodeId n = q->parent[call]; n && n != t->root; n = q->parent[n]) {
        int k = py_kind(t, n);
        if (k == PY_Compare) return query_mentions(q, n, words);
        NodeId to = k == PY_Assign ? py_list(t, n, Assign_targets).v[0] : 0;
        if (to) return py_kind(t, to) == PY_Attribute && query_named(query_called(q, to), words);
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef) return false;
    }
    return false;
}

// In a package: the function is one of hashing passwords, or what it makes is stored or compared as one;
// no format or other side prescribes it, and no rounds follow.
static bool is_for_storing(const RuleRun *run, NodeId call)
{
    static const Str makes[] = {L("hash"),   L("encrypt"), L("digest"),
                                L("crypt_"), L("encode"),  {0}};
    static const Str other[] = {
        L("rounds"), L("usedforsecurity"), L("handshake"), L("stream"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, q->inside[call]);
    Str name = q->module->funcs.v[q->inside[call]].qualname;
    name = str_sub(name, str_rfind(name, '.') + 1, -1);
    if (!def || query_mentions(q, def, other) || secrets_of_format(run, q->inside[call]))
        return false;
    if (!becomes_text(q, call) || query_holds(q, def, PY_For) || query_holds(q, def, PY_While))
        return false;
    return query_named(name, words) || query_named(name, makes) || is_stored_or_compared(q, call);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, fast) && !is_update(q, n)) continue;
        Str name = password_given(q, n);
        if (!name.len) name = password_by_task(q, n);
        NodeId def = query_def(q, q->inside[n]);
        if (!name.len || (def && query_mentions(q, def, fine))) continue;
        bool plain = !rule_in_package(run) || is_for_storing(run, n);
        rule_report(run, q->inside[n], n, plain ? CONF_HIGH : CONF_LOW,
                    "`%.*s` goes through %.*s, of which billions a second are tried", STR_ARG(name),
                    STR_ARG(query_callee(q, n).len ? query_callee(q, n) : S("a fast hash")));
    }
}

const Rule rule_fast_password_hash = {
    .id = L("fast-password-hash"),
    .cwe = 916,
    .also = {759, 327},
    .severity = SEV_HIGH,
    .title = L("a password goes through a fast hash"),
    .why = L("A graphics card tries billions of SHA-256 or MD5 values a second. Whoever "
             "copies the table has most passwords soon, with or without a salt."),
    .instead = L("argon2-cffi, hashlib.scrypt, bcrypt, or PBKDF2 with at least 600,000 rounds, "
                 "with a fresh salt for each password."),
    .bad = L("import hashlib\n"
             "def stored(password, salt):\n"
             "    return hashlib.sha256(salt + password.encode()).hexdigest()\n"),
    .good = L("import hashlib\n"
              "def stored(password, salt):\n"
              "    return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1)\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/916.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/weak-sensitive-data-hashing")),
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .words = LIST(L("hashlib"), L("sha256"), L("sha512"), L("sha1"), L("md5"), L("sha224"),
                  L("sha384"), L("blake2b"), L("blake2s"), L("sha3_256"), L("sha3_512"),
                  L("SHA256"), L("SHA512"), L("MD5"), L("SHA3_256"), L("SHA1"), L("crc32"), L("adler32")),
    .fix = mend_fix_password,
};
