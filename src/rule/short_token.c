// rule short-token: a secret of good randomness, and too little of it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "fact/secret.h"

enum { FEW_BYTES = 8, ENOUGH_BYTES = 16 };                 // 64 and 128 bits (OWASP ASVS 7.2.3)
static const Str secrets[] = {L("token"),    L("session"),  L("secret"),  L("api_key"), L("apikey"),
                              L("password"), L("passwd"),   L("csrf"),    L("reset"),   L("invite"),
                              L("magic"),    L("signing"),  L("encrypt"), {0}};
static const Str short_by_nature[] = {L("captcha"),    L("totp"),  L("suffix"), L("prefix"),
                                      L("name"),       L("file"),  L("temp"),   L("slug"),
                                      L("salt"),       L("color"), L("short"),  L("boundary"),
                                      L("request_id"), L("trace"), {0}};
static const Str secret_words[] = {L("sid"), {0}};
static const Str short_words[] = {L("otp"), L("pin"), L("sms"), L("2fa"), L("tmp"), L("mask"), {0}};

static bool says_secret(Str name)
{
    bool key = str_eq(name, S("key")) || str_ends(name, S("_key")) || str_ends(name, S("_KEY"));
    bool says = key || query_named(name, secrets) || name_has_word(name, secret_words);
    return says && !query_named(name, short_by_nature) && !name_has_word(name, short_words);
}

// What the value is for: the name that it is given, the keyword it goes to, the function it is from.
static Str purpose(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    for (NodeId n = call; n; n = q->parent[n]) {
        NodeId to = 0;
        int k = py_kind(t, n);
        if (k == PY_Assign) to = py_list(t, n, Assign_targets).v[0];
        if (k == PY_AnnAssign) to = py_node(t, n, AnnAssign_target);
        Str name = k == PY_keyword ? py_name(t, py_sym(t, n, keyword_arg)) : query_called(q, to);
        if (says_secret(name)) return name;
        if ((to && name.len) || k == PY_keyword) return S("");
        if (n != call && k == PY_Return) break;
        if (n != call && k <= PY_Error) return S("");
    }
    Str func = py_name(t, q->module->funcs.v[q->inside[call]].name);
    return says_secret(func) ? func : S("");
}

// Bytes of randomness in the call's result; -1: unknown.
static int64_t bytes_of(const Query *q, NodeId call)
{
    static const Str makers[] = {L("secrets.token_hex"),   L("secrets.token_urlsafe"),
                                 L("secrets.token_bytes"), L("os.urandom"),
                                 L("os.getrandom"),        L("Crypto.Random.get_random_bytes"),
                                 L("Cryptodome.Random.get_random_bytes"),
                                 L("nacl.utils.random"),   {0}};
    static const Str below[] = {L("secrets.randbelow"), L("secrets.randbits"), {0}};
    NodeId size = query_arg(q, call, 0, S("nbytes"));
    int64_t n;
    if (query_calls(q, call, makers))
        return size && query_int(q, size, &n) && n > 0 ? n : -1;
    if (!query_calls(q, call, below) || !size || !query_int(q, size, &n) || n <= 0) return -1;
    if (str_eq(query_method(q, call), S("randbits"))) return n / 8;
    int64_t bits = 0;
    while (bits < 63 && n >> bits) bits++;
    return bits / 8;
}

// uuid4().hex[:8]: four bytes of it
static int64_t bytes_cut(const Query *q, NodeId cut)
{
    const Tree *t = q->tree;
    NodeId slice = py_node(t, cut, Subscript_slice), value = py_node(t, cut, Subscript_value);
    int64_t n;
    if (py_kind(t, slice) != PY_Slice || py_node(t, slice, Slice_lower) ||
        !query_int(q, py_node(t, slice, Slice_upper), &n) || n <= 0)
        return -1;
    bool hex = py_kind(t, value) == PY_Attribute && str_eq(query_called(q, value), S("hex"));
    if (hex) value = py_node(t, value, Attribute_value);
    else if (py_kind(t, value) == PY_Call && str_eq(query_method(q, value), S("str")))
        value = query_arg(q, value, 0, S(""));
    else return -1;
    return value && py_kind(t, value) == PY_Call && str_eq(query_method(q, value), S("uuid4"))
               ? n / 2
               : -1;
}

// Of how many characters one is chosen: string.ascii_letters + string.digits, "abc…"; 32 where nobody knows.
static int64_t choices(const Query *q, NodeId from)
{
    static const struct {
        Str name;
        int n;
    } sets[] = {{L("ascii_letters"), 52}, {L("ascii_lowercase"), 26}, {L("ascii_uppercase"), 26},
                {L("digits"), 10},        {L("hexdigits"), 16},       {L("punctuation"), 32},
                {L("printable"), 100},    {L("octdigits"), 8}};
    enum { UNKNOWN = 32 };
    Str text;
    from = from ? query_peel(q, from) : 0;
    if (!from) return UNKNOWN;
    if (query_str(q, from, &text) && text.len) return text.len;
    if (py_kind(q->tree, from) == PY_BinOp && py_at(q->tree, from)->op == OP_ADD)
        return choices(q, py_node(q->tree, from, BinOp_left)) +
               choices(q, py_node(q->tree, from, BinOp_right));
    for (Size i = 0; i < countof(sets); i++)
        if (str_eq(query_called(q, from), sets[i].name)) return sets[i].n;
    return UNKNOWN;
}

// "".join(secrets.choice(letters) for _ in range(6)): some five bits a letter
static int64_t bytes_joined(const Query *q, NodeId call)
{
    static const Str choice[] = {L("secrets.choice"), {0}};
    const Tree *t = q->tree;
    NodeId each = query_arg(q, call, 0, S(""));
    int k = each ? py_kind(t, each) : PY_NONE;
    int64_t n;
    if (!str_eq(query_method(q, call), S("join")) || (k != PY_GeneratorExp && k != PY_ListComp))
        return -1;
    NodeId of = py_node(t, each, 0);
    NodeId range = py_node(t, py_list(t, each, 1).v[0], comprehension_iter);
    if (py_kind(t, of) != PY_Call || !query_calls(q, of, choice) || py_kind(t, range) != PY_Call ||
        !str_eq(query_method(q, range), S("range")) ||
        !query_int(q, query_arg(q, range, 0, S("")), &n) || n <= 0)
        return -1;
    int64_t tenths = 0, of_how_many = choices(q, query_arg(q, of, 0, S("seq")));
    for (int64_t twice = 2; twice <= of_how_many; twice *= 2) tenths += 10;
    if (of_how_many > 48 && of_how_many < 64) tenths += 7; // the usual 52 and 62 letters and digits
    return n < 1000 ? n * tenths / 80 : n;
}

static void judge(RuleRun *run, NodeId n, int64_t bytes)
{
    const Query *q = run->query;
    if (bytes < 0 || bytes >= ENOUGH_BYTES) return;
    Str what = purpose(q, n);
    bool password = query_named(what, (const Str[]){L("pass"), {0}});
    if (!what.len || (password && bytes >= FEW_BYTES)) return;
    rule_report(run, q->inside[n], n, bytes < FEW_BYTES ? CONF_MEDIUM : CONF_LOW,
                "`%.*s` has about %lld bits of randomness; 128 cannot be tried out", STR_ARG(what),
                (long long)bytes * 8);
}

static void look(RuleRun *run)
{
    const Query *q = run->query;
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        judge(run, n, bytes_of(q, n));
        judge(run, n, bytes_joined(q, n));
    }
    for (NodeId n = 0; (n = query_next(q, PY_Subscript, n));) judge(run, n, bytes_cut(q, n));
}

const Rule rule_short_token = {
    .id       = L("short-token"),
    .cwe      = 331, .also = {330, 334}, .severity = SEV_MEDIUM,
    .title    = L("a secret of good randomness, and too little of it"),
    .why      = L("Four random bytes are four thousand million values: an attacker who can send "
                  "many guesses, or who has a list of many users' tokens to hit, finds one in "
                  "days. A reset link or an API key that lives long gives that time."),
    .instead  = L("secrets.token_urlsafe() without a number takes 32 bytes; 16 is the least. For a "
                  "code that a person types, limit the tries and its life."),
    .bad      = L("import secrets\n"
                  "def new_session():\n"
                  "    session_id = secrets.token_hex(4)\n"
                  "    return session_id\n"),
    .good     = L("import secrets\n"
                  "def new_session():\n"
                  "    session_id = secrets.token_hex(16)\n"
                  "    return session_id\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/331.html"),
                     L("https://docs.python.org/3/library/secrets.html#how-many-bytes-should-"
                       "tokens-use")),
    .at_file  = look,
    .words    = LIST(L("token_hex"), L("token_urlsafe"), L("token_bytes"), L("urandom"),
                     L("get_random_bytes"), L("randbelow"), L("randbits"), L("uuid4"), L("choice"),
                     L("getrandom")),
    .weak_in_package = true,
};
