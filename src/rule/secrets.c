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

enum { NAME_MOST = 64 };

static bool tells_secret(Str word)
{
    static const Str ends[] = {L("_SALT"), L("_PEPPER"), L("_KEY"), L("_pw"), L("Authorization")};
    for (Size i = 0; i < countof(ends); i++)
        if (word.s[word.len - 1] == ends[i].s[ends[i].len - 1] && str_ends(word, ends[i])) return true;
    return secret_name(word) != NAME_PLAIN || str_starts(word, S("pass")) || secrets_signs(word);
}

// How the words below begin: by the first letter, a bit of each second one. Most names hold no such pair.
#define LETTER(c) (1u << ((c) & 31))
typedef struct { uint32_t pairs[32]; const Str *parts; } Telling;
static const Telling of_macs = {
    {['d' & 31] = LETTER('i'), ['p' & 31] = LETTER('b'), ['s' & 31] = LETTER('c') | LETTER('i'),
     ['h' & 31] = LETTER('a') | LETTER('m')},
    LIST(L("digest"), L("pbkdf2"), L("scrypt"), L("hashpw"), L("hmac"), L("signature"))};
static const Telling of_checks = {
    {['c' & 31] = LETTER('s'), ['x' & 31] = LETTER('s'), ['a' & 31] = LETTER('l')},
    LIST(L("csrf"), L("xsrf"), L("alg"))};

static bool holds_part(Str word, const Telling *t)
{
    for (Size i = 0; i + 1 < word.len; i++)
        if (t->pairs[word.s[i] & 31] >> (word.s[i + 1] & 31) & 1) return query_named(word, t->parts);
    return false;
}

bool secrets_tell(Str word, int what)
{
    if (!word.len || word.len > NAME_MOST) return false;
    return what == TELLS_SECRET ? tells_secret(word) : holds_part(word, what == TELLS_MAC ? &of_macs : &of_checks);
}

bool secrets_told(const RuleRun *run, int what)
{
    const Tree *t = run->tree;
    bool *known = &run->told->known[what - TELLS_SECRET], *yes = &run->told->yes[what - TELLS_SECRET];
    if (!*known) *yes = bits_have(run->says, (Size)what);
    for (Size i = 0; i < t->consts.n && !*known && !*yes; i++) {
        const PyConst *c = &t->consts.v[i];
        *yes = (c->kind == CONST_STR || c->kind == CONST_BYTES) && secrets_tell(c->text, what);
    }
    *known = true;
    return *yes;
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
