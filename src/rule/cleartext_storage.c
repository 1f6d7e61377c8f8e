// rule cleartext-storage: a secret is stored in clear text.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

static const Str sealed[] = {L("hash"), L("digest"), L("encrypt"), L("salt"), L("file"), L("path"),
                             L("hint"), L("reset"),  L("policy"),  L("url"),  L("cipher"),
                             L("field"), L("prompt"), {0}};

static bool is_secret(Str name)
{
    return secret_name(name) >= NAME_SECRET && !query_named(name, sealed);
}

// LoginMechanism.PASSWORD: one of several that a class counts up. Config.PASSWORD is the password.
static bool is_member(const Query *q, NodeId n)
{
    if (py_kind(q->tree, n) != PY_Attribute) return false;
    Str name = query_called(q, n), of = query_called(q, py_node(q->tree, n, Attribute_value));
    static const Str owners[] = {L("Type"), L("Enum"),   L("Kind"),   L("Mode"), L("Status"),
                                 L("Mechanism"), L("Method"), L("Scheme"), {0}};
    bool capitals = str_closes(of, owners);
    for (Size i = 0; i < name.len; i++) capitals &= name.s[i] < 'a' || name.s[i] > 'z';
    return capitals;
}

// The plain name of a secret in what is written: itself, in a built text, or a dictionary's value.
static NodeId secret_in(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    NodeId child, found = 0;
    int k = py_kind(t, n);
    if (is_member(q, n)) return 0;
    if ((k == PY_Name || k == PY_Attribute) && is_secret(query_called(q, n))) return n;
    // request.form["password"]: what somebody typed
    if (k == PY_Subscript && secret_name(query_called(q, n)) == NAME_PASSWORD &&
        query_taint(q, n) & KIND(REMOTE))
        return n;
    if (depth > 6) return 0;
    if (k == PY_Call) {
        bool plain =
            str_eq(query_method(q, n), S("encode")) || str_eq(query_method(q, n), S("dumps"));
        NodeId func = py_node(t, n, Call_func), first = query_arg(q, n, 0, S(""));
        // dict(user=user, password=password)
        NodeList keys = py_list(t, n, Call_keywords);
        for (uint32_t i = 0; str_eq(query_callee(q, n), S("dict")) && !found && i < keys.n; i++)
            found = secret_in(q, py_node(t, keys.v[i], keyword_value), depth + 1);
        if (found) return found;
        if (!plain) return 0;
        if (first && str_eq(query_method(q, n), S("dumps"))) return secret_in(q, first, depth + 1);
        return py_kind(t, func) == PY_Attribute
                   ? secret_in(q, py_node(t, func, Attribute_value), depth + 1)
                   : 0;
    }
    if (k != PY_JoinedStr && k != PY_FormattedValue && k != PY_BinOp && k != PY_Tuple &&
        k != PY_Dict && k != PY_List)
        return 0;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = secret_in(q, child, depth + 1);
    return found;
}

// The object that is written to was opened as a file in this function.
static bool is_file(const Query *q, NodeId object)
{
    static const Str openers[] = {L("open"), L("io.open"), L("codecs.open"), L("pathlib.Path.open"),
                                  L("aiofiles.open"), {0}};
    NodeId value = query_peel(q, object);
    return py_kind(q->tree, value) == PY_Call && query_calls(q, value, openers);
}

// A private key in a file of its own is where keys live; the file's mode says who may read it.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const FlowPath *p = hit->npaths ? &hit->paths[0] : NULL;
    (void)message;
    bool key = p && p->n && str_find(p->v[0].text, S("private_bytes")) >= 0;
    // a key that the program draws for itself has to lie somewhere
    key |= rule_in_package(run) && p && p->n &&
           (str_find(p->v[0].what, S("generate_key")) >= 0 ||
            str_starts(p->v[0].what, S("secrets.token_")) ||
            str_starts(p->v[0].what, S("os.urandom")));
    return key && c > CONF_LOW ? CONF_LOW : c;
}

// The name of a password in what is written; other secrets may well stand in a token or cookie.
static NodeId password_in(const Query *q, NodeId n)
{
    NodeId secret = secret_in(q, n, 0);
    if (!secret) secret = secret_in(q, query_peel(q, n), 0);
    return secret && secret_name(query_called(q, secret)) == NAME_PASSWORD ? secret : 0;
}

// The lines payload["password"] = password of a file: looked for once, not for each token.
typedef struct { NodeId *v; Size n, cap; bool known; } Puts;

static void find_puts(RuleRun *run, Puts *puts)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Str key;
    puts->known = true;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) == PY_Subscript &&
            py_kind(t, py_node(t, to, Subscript_value)) == PY_Name &&
            query_str(q, py_node(t, to, Subscript_slice), &key) && secret_name(key) == NAME_PASSWORD &&
            py_kind(t, query_peel(q, py_node(t, n, Assign_value))) != PY_Constant)
            *push(run->keep, puts) = to;
    }
}

// payload["password"] = password, before it is signed
static bool password_put(RuleRun *run, NodeId name, Puts *puts)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (py_kind(t, name) != PY_Name) return false;
    if (!puts->known) find_puts(run, puts);
    for (Size i = 0; i < puts->n; i++) {
        NodeId of = py_node(t, puts->v[i], Subscript_value);
        if (q->inside[of] == q->inside[name] && py_sym(t, of, Name_id) == py_sym(t, name, Name_id))
            return true;
    }
    return false;
}

// jwt.encode({"password": password}, key), response.set_cookie("pw", password): who holds the token or uses the
// browser reads it.
static void look_at_handed_out(RuleRun *run, NodeId call, Puts *puts)
{
    static const Str tokens[] = {L("jwt.encode"), L("jwt.api_jwt.encode"), L("jose.jwt.encode"),
                                 L("authlib.jose.jwt.encode"), {0}};
    const Query *q = run->query;
    bool token = query_calls(q, call, tokens), cookie = str_eq(query_method(q, call), S("set_cookie"));
    NodeId what = token ? query_arg(q, call, 0, S("payload")) : cookie ? query_arg(q, call, 1, S("value")) : 0;
    if (token && !what) what = query_arg(q, call, 0, S("claims"));
    if (!what || (!password_in(q, what) && !(token && password_put(run, what, puts)))) return;
    rule_report(run, q->inside[call], call, CONF_MEDIUM,
                token ? "a signed token is not encrypted: whoever holds it reads the password"
                      : "the password lies in the browser, and goes along with every request");
}

// session["password"] = form["password"]: Flask keeps it in the browser, signed and not sealed
static void look_at_sessions(RuleRun *run)
{
    static const Str session[] = {L("flask.session"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    // flask_session keeps them with the server
    if (query_imports(q, S("flask_session")) || !query_imports(q, S("flask"))) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        NodeList keys = py_list(t, n, Call_keywords);
        if (!str_eq(query_method(q, n), S("update")) || py_kind(t, func) != PY_Attribute ||
            !str_in(query_dotted(q, py_node(t, func, Attribute_value)), session))
            continue;
        for (uint32_t i = 0; i < keys.n; i++) {                 // session.update(password=password)
            NodeId secret = secret_in(q, py_node(t, keys.v[i], keyword_value), 0);
            if (secret && secret_name(query_called(q, secret)) == NAME_PASSWORD)
                rule_report(run, q->inside[n], n, CONF_MEDIUM,
                            "the session lies in the browser, and whoever holds it reads the password");
        }
    }
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0], value = py_node(t, n, Assign_value);
        if (py_kind(t, to) != PY_Subscript || !str_in(query_dotted(q, py_node(t, to, Subscript_value)), session))
            continue;
        NodeId secret = secret_in(q, query_peel(q, value), 0);
        if (secret && secret_name(query_called(q, secret)) == NAME_PASSWORD)
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "the session lies in the browser, and whoever holds it reads the password");
    }
}

// Passwords that go by that name, written to a file as they are.
static void look(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    Puts puts = {0};
    if (run->file->is_test) return;
    look_at_sessions(run);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func), text = query_arg(q, n, 0, S(""));
        Str m = query_method(q, n);
        bool dump = str_eq(m, S("dump")), file = false;
        look_at_handed_out(run, n, &puts);
        if (!text || py_kind(t, func) != PY_Attribute) continue;
        if (dump) {
            NodeId to = query_arg(q, n, 1, S("fp"));
            file = to && is_file(q, to);
        } else if (str_eq(m, S("write"))) {
            file = is_file(q, py_node(t, func, Attribute_value));
        } else {
            file = str_eq(m, S("write_text")) || str_eq(m, S("write_bytes"));
        }
        NodeId secret = file ? secret_in(q, query_peel(q, text), 0) : 0;
        // {"user": user, "password": password}: what one signs in with, kept for the next time
        bool login = secret && secret_name(query_called(q, secret)) == NAME_PASSWORD &&
                     py_kind(t, q->parent[secret]) == PY_Dict;
        if (secret)
            rule_report(run, q->inside[n], n, login ? rule_hint(run) : CONF_LOW,
                        "`%.*s` is written as it is", STR_ARG(query_called(q, secret)));
    }
}

const Rule rule_cleartext_storage = {
    .id = L("cleartext-storage"),
    .cwe = 312,
    .also = {256},
    .severity = SEV_MEDIUM,
    .title = L("a secret is stored in clear text"),
    .why = L("Files are read by more people than the program thinks: by backups, other accounts, "
             "whoever breaks in, whoever gets the old disk. What is written as it is can be used "
             "at once, here and wherever else the same password was chosen."),
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
    .judge_hit = judge,
    .at_file = look,
    .words = LIST(L("write"), L("dump"), L("write_text"), L("write_bytes"), L("jwt"), L("encode"), L("set_cookie"),
                  L("session")),
};
