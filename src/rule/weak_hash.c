// rule weak-hash: a broken hash function.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

// Where equal hashes of different texts harm nobody: a name in a cache, a bucket, a picture's
// address.
static const Str harmless[] = {L("cache"),
                               L("etag"),
                               L("bucket"),
                               L("shard"),
                               L("gravatar"),
                               L("color"),
                               L("colour"),
                               L("seed"),
                               L("partition"),
                               L("dedup"),
                               L("memo"),
                               L("short"),
                               L("slug"),
                               L("unique_name"),
                               L("digest_auth"),
                               L("uuid"),
                               L("websocket"),
                               L("debug"),
                               L("fixture"),
                               L("jitter"),
                               L("checksum"),
                               L("fingerprint"),
                               L("thumbprint"),
                               L("known_host"),
                               L("cnonce"),
                               L("realm"),
                               L("accept"),
                               L("kex"),
                               L("Kex"),
                               L("DigestAuth"),
                               L("digest_header"),
                               L("client_nonce"),
                               L("loader"),
                               L("key_identifier"),
                               L("ETag"),
                               {0}};

// What a digest is prescribed for by somebody else's protocol: the program cannot choose another.
static const Str prescribed[] = {
    L("apop"),    L("pop3"),   L("oauth1"), L("ssh"),     L("sasl"),     L("jabber"),
    L("ntlm"),    L("torrent"), L("magnet"), L("radius"),  L("sqlite"),   L("mysql"),
    L("postgre"), L("avatar"), L("git_"),   L("kerberos"), L("digestcred"),
    L("subject_hash"), L("smb"), L("krb5"), L("dpapi"), L("kms"),
    L("evp"), L("bytes_to_key"), L("bytestokey"), {0}};

// md5(…).hexdigest()[:8]: a short name for something, which nobody takes for the thing itself.
static bool is_shortened(const Query *q, NodeId n)
{
    for (int i = 0; n && i < 4; i++) {
        NodeId up = q->parent[n];
        if (up && py_kind(q->tree, up) == PY_Subscript)
            return py_node(q->tree, up, Subscript_value) == n &&
                   py_kind(q->tree, py_node(q->tree, up, Subscript_slice)) == PY_Slice;
        n = up;
    }
    return false;
}

// md5(…).update(x): is what goes in a secret, by its name?
static bool takes_secret(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    if (py_kind(t, call) != PY_Call) return false;
    NodeList args = py_list(t, call, Call_args);
    for (uint32_t i = 0; i < args.n; i++)
        if (secrets_part(q, args.v[i]).len) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (q->inside[n] != q->inside[call] || !str_eq(query_method(q, n), S("update")) ||
            py_kind(t, func) != PY_Attribute ||
            query_peel(q, py_node(t, func, Attribute_value)) != call)
            continue;
        args = py_list(t, n, Call_args);
        if (args.n && secrets_part(q, args.v[0]).len) return true;
    }
    return false;
}

// In a package equal hashes harm nobody but where a secret goes in, so that the hash stands for it or
// is signed by it. What is drawn as well is no less drawn by a collision, and what a format or a
// protocol prescribes is not this line's to choose.
static bool is_guarding(RuleRun *run, const FlowMark *mark, NodeId statement)
{
    static const Str kept[] = {L("cache"), L("etag"), L("filename"), {0}};
    static const Str drawn[] = {L("urandom"), L("token_bytes"), L("token_hex"), L("uuid4"), {0}};
    static const Str schemes[] = {L("{sha}"), L("{md5}"), L("$1$"), L("$apr1$"), {0}};
    static const Str agreed[] = {L("realm"), L("nonce"), L("challenge"), L("handshake"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, mark->func), in = def ? def : statement;
    if (!rule_in_package(run) || run->file->is_fragment) return true;
    if (is_shortened(q, mark->node) || secrets_of_format(run, mark->func)) return false;
    // token = "%s.cached" % sha1(…): the name of what is kept
    if (statement && query_mentions_text(q, statement, kept)) return false;
    // class PasswordChallenger: one answer of an exchange
    if (query_named(run->module->funcs.v[mark->func].qualname, (const Str[]){L("challeng"), {0}}))
        return false;
    if (in && (query_mentions(q, in, drawn) || query_mentions_text(q, in, schemes) ||
               query_mentions(q, in, agreed)))
        return false;
    return takes_secret(q, mark->node);
}

// compare_digest(fingerprint(data), entry["digest"]), where fingerprint is the function of this hash:
// what is let in is decided by it.
static bool decides_by_it(const Query *q, uint32_t func)
{
    static const Str compares[] = {L("hmac.compare_digest"), L("secrets.compare_digest"), {0}};
    const Tree *t = q->tree;
    Str name = py_name(t, q->module->funcs.v[func].name);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(t, n, Call_args);
        for (uint32_t i = 0; query_calls(q, n, compares) && i < args.n; i++) {
            NodeId value = query_peel(q, args.v[i]);
            if (value && py_kind(t, value) == PY_Call && str_eq(query_method(q, value), name))
                return true;
        }
    }
    return false;
}

// key.sign(data, padding, SHA1()), HMAC(key, SHA1()): what holds by it; in a request for a status
// or in a padding it is what the other side expects.
static bool signs_with(const Query *q, NodeId n)
{
    static const Str uses[] = {L("sign"), L("verify"), L("hash"), L("hmac"), L("pbkdf2"), L("hkdf"),
                               L("prehashed"), {0}};
    for (n = q->parent[n]; n && py_kind(q->tree, n) > PY_Error; n = q->parent[n])
        if (py_kind(q->tree, n) == PY_Call && query_named(query_method(q, n), uses)) return true;
    return false;
}

// from hashlib import md5 as digest_of; h = hashlib.md5; a parameter. Not what comes out of a table of several.
static bool is_renamed(const Query *q, NodeId call)
{
    NodeId func = py_node(q->tree, call, Call_func), is;
    if (py_kind(q->tree, func) != PY_Name) return false;
    if (q->import_of[py_sym(q->tree, func, Name_id)] || query_is_parameter(q, func)) return true;
    int k = (is = query_peel(q, func)) ? py_kind(q->tree, is) : PY_NONE;
    return k == PY_Name || k == PY_Attribute;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    Str around = q->module->funcs.v[mark->func].qualname;
    NodeId statement = query_statement(q, mark->node);
    (void)message;
    // hashlib.new(name): is there such a one?
    if (rule_in_package(run) && statement && py_kind(q->tree, statement) == PY_Expr &&
        py_node(q->tree, statement, Expr_value) == mark->node)
        return CONF_NONE;
    if (rule_in_package(run) && str_find(mark->callee, S("hazmat.primitives.hashes.")) >= 0)
        return signs_with(q, mark->node) && !secrets_of_format(run, mark->func) ? c : CONF_LOW;
    if (py_kind(q->tree, mark->node) == PY_Call && decides_by_it(q, mark->func) &&
        !secrets_of_format(run, mark->func))
        return c;
    // chosen from a table of a protocol's algorithms, or asked only for its size
    static const Str named[] = {L("md"), L("sha"), L("new"), L("digest"), {0}};
    NodeId up = q->parent[mark->node];
    if (up && py_kind(q->tree, up) == PY_Attribute &&
        str_eq(query_called(q, up), S("digest_size")))
        return CONF_NONE;
    if (py_kind(q->tree, mark->node) == PY_Call && !mark->nways &&
        (rule_in_package(run) || !is_renamed(q, mark->node)) &&
        !query_named(query_method(q, mark->node), named))
        return CONF_LOW;
    for (const Str *w = harmless; w->len; w++)
        if (str_find(around, *w) >= 0) return CONF_LOW;
    // md5(usedforsecurity=False), and the same without where the version does not know the word
    NodeId def = query_def(q, mark->func);
    if (def && query_mentions(q, def, (const Str[]){L("usedforsecurity"), {0}})) return CONF_LOW;
    if (query_named(around, prescribed) || query_named(run->module->name, prescribed) ||
        !is_guarding(run, mark, statement))
        return CONF_LOW;
    bool small = statement && py_at(q->tree, statement)->end - py_at(q->tree, statement)->beg < 400;
    return small && query_mentions(q, statement, harmless) ? CONF_LOW : c;
}

const Rule rule_weak_hash = {
    .id = L("weak-hash"),
    .cwe = 328,
    .proven_in_project = true,
    .also = {327},
    .severity = SEV_MEDIUM,
    .title = L("a broken hash function"),
    .why = L("Two different texts with one MD5 or SHA-1 value are made in seconds to "
             "hours, so that what is recognised, signed or approved by such a value can be "
             "exchanged for something else."),
    .instead = L("Use hashlib.sha256 or blake2b; where no attacker is in view, say so with "
                 "usedforsecurity=False."),
    .bad = L("import hashlib\n"
             "def signature(data):\n"
             "    return hashlib.md5(data).hexdigest()\n"),
    .good = L("import hashlib\n"
              "def signature(data):\n"
              "    return hashlib.sha256(data).hexdigest()\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/328.html"), L("https://shattered.io/"),
             L("https://docs.python.org/3/library/hashlib.html")),
    .peers = LIST(L("bandit:B303"), L("bandit:B324"), L("ruff:S303"), L("ruff:S324"),
                  L("codeql:py/weak-cryptographic-algorithm")),
    .mark = L("weak-hash"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix = mend_fix_hash,
};
