// rule/secrets: evidence that rules of secrets and ciphers ask for in a package. Each answers one question
// about a place; what follows from it is the rule's to say.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"
#include "rule/rule_int.h"
#include "fact/secret.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

bool secrets_drawn(Str text)
{
    enum { WHOLE = 16, PIECE = 12, TURNS = 3 };
    Size piece = 0;
    int turns = 0;
    bool found = false;
    for (Size i = 0; i < text.len; i++) {
        char c = text.s[i];
        if (c <= ' ' || c & 0x80) return false;
        if (!is_digit(c) && !is_letter(c)) {
            piece = 0, turns = 0;
            continue;
        }
        turns += piece && is_digit(c) != is_digit(text.s[i - 1]);
        found |= ++piece >= PIECE && turns >= TURNS;
    }
    return found && text.len >= WHOLE;
}

bool secrets_signs(Str name)
{
    static const Str uses[] = {L("token"),  L("jwt"),     L("sign"),   L("secret"), L("session"),
                               L("cookie"), L("encrypt"), L("hmac"),   L("csrf"),   {0}};
    if (!name.len || !strchr("yYtT", name.s[name.len - 1])) return false;
    bool key = str_ends(name, S("_key")) || str_ends(name, S("_KEY")) ||
               str_ends(name, S("secret")) || str_ends(name, S("SECRET"));
    return key && query_named(name, uses) && !query_named(name, (const Str[]){L("public"), {0}});
}

// Beside what fact/secret reads in a name: how a key may end, and a header is called.
static const Str ends[] = {L("_SALT"), L("_PEPPER"), L("_KEY"), L("_pw"), L("Authorization"), {0}};
static const Str macs[] = {L("digest"), L("pbkdf2"), L("scrypt"), L("hashpw"), L("hmac"), L("signature"), {0}};
static const Str checks[] = {L("csrf"), L("xsrf"), L("alg"), {0}};
const SecretsParts secrets_parts[SECRETS_PARTS] = {
    {secret_stems, TELLS_SECRET}, {ends, TELLS_SECRET}, {macs, TELLS_MAC}, {checks, TELLS_CHECK}};

static bool tells_secret(Str word)
{
    return str_closes(word, ends) || secret_name(word) != NAME_PLAIN || str_starts(word, S("pass")) ||
           secrets_signs(word);
}

bool secrets_tell(Str word, SecretsTell what)
{
    return what == TELLS_SECRET ? tells_secret(word) : query_named(word, what == TELLS_MAC ? macs : checks);
}

bool secrets_admit(Str name)
{
    static const Str words[] = {
        L("passw"),       L("passphrase"),  L("passcode"),  L("secret"),      L("credential"),
        L("apikey"),      L("api_key"),     L("sessionid"), L("session_id"),  L("sessionkey"),
        L("session_key"), L("accesstoken"), L("access_t"),  L("authtoken"),   L("auth_t"),
        L("refresh_t"),   L("reset"),       L("csrf"),      L("xsrf"),        L("captcha"),
        L("invit"),       L("activation"),  L("signing"),   L("private_key"), L("master_key"),
        L("encryption"),  L("auth_code"),   L("magic_link"), L("voucher"),    L("coupon"),
        L("recovery"),    L("one_time"),    L("login_"),    L("verification_c"), {0}};
    return query_named(name, words);
}

static Str part_at(const Query *q, NodeId n, int depth)
{
    enum { DEEP = 3 };
    const Tree *t = q->tree;
    NodeId child;
    int k = n ? py_kind(t, n) : PY_NONE;
    if (!n || depth > DEEP) return S("");
    if (k == PY_Name || k == PY_Attribute || k == PY_Subscript) {
        Str name = query_called(q, n);
        if (secret_name(name) >= NAME_SECRET) return name;
        NodeId value = query_peel(q, n);
        if (value != n) return part_at(q, value, depth + 1);
    }
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));) {
        Str name = part_at(q, child, depth);
        if (name.len) return name;
    }
    return S("");
}

Str secrets_part(const Query *q, NodeId expr) { return part_at(q, expr, 0); }

bool secrets_of_format(const RuleRun *run, uint32_t func)
{
    static const Str formats[] = {L("htpasswd"), L("htdigest"), L("http_digest"), L("_crypt"),
                                  L("phpass"),   L("xmpp"),     L("xep_"),        L("jabber"),
                                  L("pdf"),      L("keepass"),  L("pkcs"),        L("openpgp"),
                                  L("msoffice"), {0}};
    if (!rule_in_package(run)) return false;
    return query_named(run->module->within, formats) ||
           query_named(run->module->funcs.v[func].qualname, formats) || rule_is_prescribed(run);
}

bool secrets_encrypts(const Query *q, uint32_t func)
{
    static const Str does[] = {L("encrypt"), L("seal"), {0}};
    NodeId def = query_def(q, func);
    Str name = q->module->funcs.v[func].qualname;
    if (query_named(str_sub(name, str_rfind(name, '.') + 1, -1), (const Str[]){L("decrypt"), {0}}))
        return false;
    return query_mentions(q, def ? def : q->tree->root, does);
}

// The default of a parameter; 0 where there is none.
static NodeId default_of(const Query *q, NodeId name)
{
    const Tree *t = q->tree;
    NodeId args = query_args(q, query_def(q, q->inside[name]));
    Str called = query_called(q, name);
    if (!args) return 0;
    NodeId value = 0, p;
    for (uint32_t i = 0; (p = py_param(t, args, i, &value)) != 0; i++)
        if (str_eq(query_called(q, p), called)) return value;
    return 0;
}

bool secrets_is_option(const Query *q, NodeId value, bool unsafe)
{
    const Tree *t = q->tree;
    NodeId from = value ? query_peel(q, value) : 0;
    int k = from ? py_kind(t, from) : PY_NONE;
    if (k == PY_IfExp || k == PY_BoolOp) return true;
    if (k == PY_Attribute)                                      // options.debug, self.verify
        return !query_is_none(q, from) && py_kind(t, py_node(t, from, Attribute_value)) == PY_Name &&
               query_named(query_dotted(q, from), (const Str[]){L("option"), L("args."), L("config"),
                                                               L("setting"), L("self."), {0}});
    if (k != PY_Name || !query_is_parameter(q, from)) return false;
    NodeId given = default_of(q, from);
    return !given || !(unsafe ? query_is_true(q, given) : query_is_false(q, given));
}
