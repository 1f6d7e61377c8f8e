// rule timing-compare: a secret is compared in a time that tells how much of it was right.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"
#include "rule/secrets.h"
#include "fact/secret.h"

static const Str mac_parts[] = {L("hmac"), L("HMAC"), L("signature"), {0}};
static const Str digest_parts[] = {L("hexdigest"), L("digest"), L("pbkdf2"),
                                   L("scrypt"),    L("hashpw"), {0}};
static const Str check_words[] = {L("signature"), L("hmac"), {0}};

// expected(body), where a function of this module returns a MAC that it computes
static bool returns_mac(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId func = py_kind(t, call) == PY_Call ? py_node(t, call, Call_func) : 0;
    int k = func ? py_kind(t, func) : PY_NONE;
    if (k != PY_Name && k != PY_Attribute) return false;
    Str name = query_called(q, func);
    for (NodeId n = 0; name.len && (n = query_next(q, PY_Return, n));) {
        const Func *f = &q->module->funcs.v[q->inside[n]];
        NodeId value = py_node(t, n, Return_value);
        if (f->kind != FUNC_DEF || !value || !str_eq(py_name(t, f->name), name)) continue;
        value = query_peel(q, value);
        if (query_mentions(q, value, digest_parts) && query_mentions(q, value, mac_parts))
            return true;
    }
    return false;
}

// What a side of the comparison is: 2 a MAC or signature that was computed, 1 a secret by its name.
static int secrecy(const Query *q, NodeId side)
{
    const Tree *t = q->tree;
    NodeId value = query_peel(q, side);
    bool computed = py_kind(t, value) != PY_Name && query_mentions(q, value, digest_parts);
    if (computed && (query_mentions(q, value, mac_parts))) return 2;
    if (returns_mac(q, value)) return 2;
    if (py_kind(t, side) == PY_BinOp || py_kind(t, side) == PY_JoinedStr ||
        py_kind(t, side) == PY_FormattedValue) {                // "sha256=" + expected
        NodeId child;
        for (uint32_t it = 0; (child = py_next_child(t, side, &it));)
            if (secrecy(q, child) == 2) return 2;
        return 0;
    }
    Str name = query_called(q, side);
    for (const Str *w = check_words; w->len; w++)
        if (str_eq(name, *w) ||
            (name.len > w->len && str_ends(name, *w) && name.s[name.len - w->len - 1] == '_'))
            return 2;
    if (secret_name(name) == NAME_PASSWORD) return 1;
    if (secret_name(name) == NAME_SECRET) return 1;
    if (str_starts(name, S("pass")) || str_ends(name, S("_pw"))) return 1;
    return computed ? 1 : 0;
}

static bool is_fixed(const Query *q, NodeId side)
{
    const Tree *t = q->tree;
    int k = py_kind(t, side);
    Str text;
    return k == PY_Constant || query_is_none(q, side) || query_str(q, side, &text);
}

static const Str test_words[] = {L("assert"), L("test"), {0}};

static bool decides_login(Str func)
{
    static const Str parts[] = {L("valid"), L("check"), L("verify"), L("auth"), L("login"), {0}};
    return str_has(func, parts);
}

static Str without_digit(Str s)                            // password1, password2
{
    while (s.len > 1 && s.s[s.len - 1] >= '0' && s.s[s.len - 1] <= '9') s.len--;
    return s;
}

// [mac(k) for k in keys], (mac(a), mac(b)), or a call that computes such: compared one by one.
static bool is_made_list(const Query *q, NodeId n)
{
    int k = py_kind(q->tree, query_peel(q, n));
    return k == PY_List || k == PY_Tuple || k == PY_ListComp || k == PY_GeneratorExp ||
           k == PY_Call;
}

// same(left, right), a function of this module that is handed a computed MAC
static bool is_handed_mac(const Query *q, NodeId left, NodeId right)
{
    uint32_t func = q->inside[left];
    NodeId def = query_def(q, func);
    if (!def || !query_is_parameter(q, left) || !query_is_parameter(q, right)) return false;
    Str name = py_name(q->tree, q->module->funcs.v[func].name);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeList args = py_list(q->tree, n, Call_args);
        NodeId callee = py_node(q->tree, n, Call_func);
        if (py_kind(q->tree, callee) != PY_Name || !str_eq(query_called(q, callee), name)) continue;
        for (uint32_t i = 0; i < args.n; i++) {
            NodeId arg = args.v[i];
            if (py_kind(q->tree, arg) == PY_Call && str_eq(query_method(q, arg), S("encode")))
                arg = py_node(q->tree, py_node(q->tree, arg, Call_func), Attribute_value);
            if (arg && secrecy(q, arg) == 2 && py_kind(q->tree, query_peel(q, arg)) == PY_Call)
                return true;
        }
    }
    return false;
}

// token, api_key: what a caller brings.
static bool brings(Str name)
{
    static const Str words[] = {L("token"), L("key"), L("code"), L("otp"),
                                L("pin"),   L("tag"), {0}};
    for (const Str *b = words; b->len; b++)
        if (str_eq(name, *b) || (str_ends(name, *b) && name.s[name.len - b->len - 1] == '_'))
            return true;
    return false;
}

// expected == token, in a function that decides by it: what is kept, and what the caller brings.
static bool is_brought(const Query *q, NodeId kept, NodeId brought)
{
    static const Str keeps[] = {L("expected"), L("stored"), L("known"), L("wanted"), L("correct"),
                                L("real"), {0}};
    uint32_t func = q->inside[brought];
    Str name = query_called(q, brought);
    if (!query_def(q, func) || !query_is_parameter(q, brought) ||
        !query_named(query_called(q, kept), keeps) ||
        !decides_login(py_name(q->tree, q->module->funcs.v[func].name)))
        return false;
    return brings(name);
}

// `self.value == other.value` in the __eq__ of a class that computes MACs
static bool is_equality_of_macs(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeId left = py_node(t, n, Compare_left), right = py_list(t, n, Compare_comparators).v[0],
           c = n;
    if (py_kind(t, left) != PY_Attribute || py_kind(t, right) != PY_Attribute ||
        !str_eq(query_called(q, left), query_called(q, right)) ||
        py_kind(t, py_node(t, left, Attribute_value)) != PY_Name ||
        py_kind(t, py_node(t, right, Attribute_value)) != PY_Name)
        return false;
    while (c && py_kind(t, c) != PY_ClassDef) c = q->parent[c];
    static const Str macs[] = {L("value"), L("digest"), L("sig"),   L("signature"), L("mac"),
                               L("hmac"),  L("hash"),   L("raw"),   L("bytes"),     {0}};
    static const Str kinds[] = {L("method"), L("methods"), L("algorithm"), L("algorithms"),
                                L("alg"),    L("type"),    L("name"),      L("size"),
                                L("len"),    L("length"),  {0}};
    Str name = query_called(q, left);
    return c && query_mentions(q, c, (const Str[]){L("hmac"), L("HMAC"), {0}}) &&
           name_has_word(name, macs) && !name_has_word(name, kinds);
}

// d.pop("old"), d.pop("new"): two answers of one form are both the visitor's.
static bool are_of_one(const Query *q, NodeId left, NodeId right)
{
    const Tree *t = q->tree;
    NodeId two[] = {query_peel(q, left), query_peel(q, right)}, of[] = {0, 0};
    for (int i = 0; i < 2; i++) {
        int k = two[i] ? py_kind(t, two[i]) : PY_NONE;
        NodeId func = k == PY_Call ? py_node(t, two[i], Call_func) : 0;
        if (k == PY_Subscript) of[i] = py_node(t, two[i], Subscript_value);
        if (func && py_kind(t, func) == PY_Attribute) of[i] = py_node(t, func, Attribute_value);
    }
    return of[0] && of[1] && two[0] != two[1] && str_eq(py_text(t, of[0]), py_text(t, of[1]));
}

// What somebody brings: a parameter, the request's, a field, or what its name says is a signature.
static bool is_given(const Query *q, NodeId side)
{
    static const Str names[] = {L("sig"),   L("digest"),   L("mac"), L("token"),
                                L("given"), L("received"), {0}};
    int k = py_kind(q->tree, side);
    return query_is_parameter(q, side) || query_taint(q, side) & KIND(REMOTE) ||
           k == PY_Attribute || k == PY_Subscript || query_named(query_called(q, side), names);
}

// if cached != given: ask_again(given) — where it differs, nobody is refused
static bool only_asks_again(const Query *q, NodeId n)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[n];
    if ((PyOp)py_syms(t, n, Compare_ops).v[0] != OP_NOTEQ) return false;
    while (py_kind(t, up) == PY_BoolOp) up = q->parent[up];
    if (py_kind(t, up) != PY_If) return false;
    NodeList body = py_list(t, up, If_body);
    int k = py_kind(t, py_last(body));
    return k == PY_If || k == PY_Try || k == PY_For || k == PY_With;
}

// In a package: a key's own digest against what somebody brings, or a password that refuses who has another.
static bool is_evident(const RuleRun *run, NodeId n, int most, int least)
{
    static const Str keyed[] = {L("hmac"), L("HMAC"), L("Hmac"), L("_mac"), L("mac_"), {0}};
    static const Str compares[] = {L("compare_digest"), L("constant_time_compare"), {0}};
    static const Str changes[] = {L("old"), L("new"), L("current"), {0}};
    const Query *q = run->query;
    NodeId left = py_node(q->tree, n, Compare_left),
           right = py_list(q->tree, n, Compare_comparators).v[0];
    NodeId def = query_def(q, q->inside[n]);
    if (def && query_mentions(q, def, compares)) return false;
    if (str_eq(query_method(q, left), S("len")) || str_eq(query_method(q, right), S("len")))
        return false;
    if (are_of_one(q, left, right)) return false;
    if (most == 2)
        return (!def || query_mentions(q, def, keyed)) && (is_given(q, left) || is_given(q, right));
    bool changed = least == 1 && (query_named(query_called(q, left), changes) ||
                                  query_named(query_called(q, right), changes));
    return !changed && !only_asks_again(q, n);
}

static bool in_capitals(Str name)
{
    bool any = false;
    for (Size i = 0; i < name.len; i++) {
        if (name.s[i] >= 'a' && name.s[i] <= 'z') return false;
        any |= name.s[i] >= 'A' && name.s[i] <= 'Z';
    }
    return any;
}

// ADMIN_PASSWORD, os.environ["API_KEY"], settings.token, f"Bearer {TOKEN}": a secret that the program is given by
// its environment or settings.
static bool is_kept(const Query *q, NodeId side, int depth)
{
    static const Str places[] = {L("environ"), L("getenv"), L("settings"), L("config"), {0}};
    const Tree *t = q->tree;
    int k = py_kind(t, side);
    NodeId child;
    if (depth < 3 && (k == PY_JoinedStr || k == PY_FormattedValue || k == PY_BinOp)) {
        for (uint32_t it = 0; (child = py_next_child(t, side, &it));)
            if (is_kept(q, child, depth + 1)) return true;
        return false;
    }
    NodeId func = k == PY_Call ? py_node(t, side, Call_func) : 0;
    if (func && py_kind(t, func) == PY_Attribute && str_eq(query_method(q, side), S("encode")))
        return depth < 3 && is_kept(q, py_node(t, func, Attribute_value), depth + 1);
    if (query_is_parameter(q, side)) return false;
    Str name = query_called(q, side), key;
    NodeId value = query_peel(q, side), by = 0;
    bool read = query_mentions(q, value, places);
    if (py_kind(t, value) == PY_Subscript) by = py_node(t, value, Subscript_slice);
    if (py_kind(t, value) == PY_Call) by = query_arg(q, value, 0, S("key"));
    if (read && by && query_str(q, by, &key) && secret_name(key) != NAME_PLAIN) return true;
    return secret_name(name) != NAME_PLAIN && (read || (k == PY_Name && in_capitals(name)));
}

// key: str = Header(…), credentials = Depends(basic), key: Annotated[str, Security(scheme)]: the framework fills it.
static bool is_filled(const Query *q, NodeId name)
{
    static const Str by[] = {L("Header"),   L("Cookie"),  L("Query"), L("Form"),
                             L("Security"), L("Depends"), {0}};
    const Tree *t = q->tree;
    NodeId args = query_args(q, query_def(q, q->inside[name])), value = 0, p;
    for (uint32_t i = 0; args && (p = py_param(t, args, i, &value)) != 0; i++, value = 0) {
        if (py_kind(t, p) != PY_arg || py_sym(t, p, arg_arg) != py_sym(t, name, Name_id)) continue;
        NodeId said = py_node(t, p, arg_annotation);
        return (value && py_kind(t, value) == PY_Call && str_in(query_method(q, value), by)) ||
               (said && query_uses(q, said, S("Annotated")) && query_mentions(q, said, by));
    }
    return false;
}

static bool is_sent(const Query *q, NodeId side)
{
    const Tree *t = q->tree;
    if (query_taint(q, side) & KIND(REMOTE)) return true;
    if (py_kind(t, side) == PY_Attribute) side = py_node(t, side, Attribute_value);     // credentials.password
    if (py_kind(t, side) != PY_Name) return false;
    if (query_is_parameter(q, side) && query_def(q, q->inside[side])) return is_filled(q, side);
    return str_ends(query_dotted(q, query_peel(q, side)), S("request.authorization"));
}

// request.headers.get("Authorization") != f"Bearer {TOKEN}", in a program that keeps the secret itself
static bool is_secret_sent(const RuleRun *run, NodeId left, NodeId right)
{
    const Query *q = run->query;
    if (rule_in_package(run)) return false;
    bool kept_left = is_kept(q, left, 0), kept_right = is_kept(q, right, 0);
    return kept_left != kept_right && is_sent(q, kept_left ? right : left);
}

// key == DUMMY_KEY, password != DEFAULT_PASSWORD: is it still what everybody knows?
static bool stands_in(const Query *q, NodeId side)
{
    static const Str known[] = {L("default"), L("dummy"), L("failed"), L("missing"), L("invalid"), L("unknown"), {0}};
    Str name = query_called(q, side);
    return query_named(name, rule_stand_ins) || (in_capitals(name) && query_named(name, known));
}

// SecretKind.SIGNATURE, secret_type: which of several kinds it is, that a class counts up
static bool is_member(const Query *q, NodeId side)
{
    static const Str kinds[] = {L("_type"), L("_kind"), L("_mode"), {0}};
    const Tree *t = q->tree;
    if (str_closes(query_called(q, side), kinds)) return true;
    if (py_kind(t, side) != PY_Attribute) return false;
    static const Str owners[] = {L("Type"), L("Enum"), L("Kind"), L("Mode"), L("Status"), L("Mechanism"), {0}};
    return str_closes(query_called(q, py_node(t, side, Attribute_value)), owners);      // UserModel.token is one user's
}

static void look_at(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    SymList ops = py_syms(t, n, Compare_ops);
    NodeList right = py_list(t, n, Compare_comparators);
    NodeId left = py_node(t, n, Compare_left);
    bool among = ops.v[0] == OP_IN || ops.v[0] == OP_NOTIN;
    if (right.n != 1 || (ops.v[0] != OP_EQ && ops.v[0] != OP_NOTEQ && !among)) return;
    // one of several computed MACs; a set of known names is another matter
    if (among && (secrecy(q, right.v[0]) != 2 || !is_made_list(q, right.v[0]))) return;
    if (is_fixed(q, left) || is_fixed(q, right.v[0])) return;
    if (stands_in(q, left) || stands_in(q, right.v[0])) return;
    if (is_member(q, left) || is_member(q, right.v[0])) return;
    int a = secrecy(q, left), b = secrecy(q, right.v[0]);
    NodeId def = query_def(q, q->inside[n]);
    if (def && query_mentions(q, py_node(t, n, Compare_left), test_words)) return;
    if (!among && is_equality_of_macs(q, n)) {
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "equality of what holds a MAC stops at the first difference");
        return;
    }
    // __eq__ and the like
    if (str_starts(py_name(t, q->module->funcs.v[q->inside[n]].name), S("__"))) return;
    if (!a && !b && is_handed_mac(q, left, right.v[0])) a = 2;
    if (!among && !a && !b &&
        (is_brought(q, left, right.v[0]) || is_brought(q, right.v[0], left)))
        a = 2;
    bool sent = !among && is_secret_sent(run, left, right.v[0]);
    if (sent && !a && !b) a = 1;
    int most = a > b ? a : b, least = a > b ? b : a;
    // Two fields of one form (password == password2) are both the visitor's.
    Str l = query_called(q, left), r = query_called(q, right.v[0]);
    // key.token == token: what is kept, and what the caller brings under the same name
    NodeId other = py_kind(t, left) == PY_Attribute ? right.v[0] : left;
    bool kept = str_eq(l, r) && py_kind(t, other) == PY_Name &&
                (py_kind(t, left) == PY_Attribute || py_kind(t, right.v[0]) == PY_Attribute);
    l = without_digit(l), r = without_digit(r);
    bool repeat = !kept && most == 1 && least == 1 &&
                  (str_starts(l, r) || str_starts(r, l) || str_find(l, S("confirm")) >= 0 ||
                   str_find(r, S("confirm")) >= 0 || str_find(r, S("repeat")) >= 0);
    if (!most || repeat || py_kind(t, query_statement(q, n)) == PY_Assert) return;
    bool decides =
        most == 1 && least == 1 && decides_login(py_name(t, q->module->funcs.v[q->inside[n]].name));
    // the signature of a function or a model, where nothing is signed
    static const Str macs[] = {L("hmac"), L("digest"), L("sign("), L("sha"), L("hash"), {0}};
    if (most == 2 && rule_in_package(run) && def && !query_mentions(q, def, macs)) most = 0;
    // two of the program's own settings, or digests: nobody tries one after the other
    static const Str settled[] = {L("hash"), L("digest"), L("config"), L("setting"), {0}};
    bool own = query_named(query_called(q, left), settled) ||
               query_named(query_called(q, right.v[0]), settled);
    if (own && rule_in_package(run) && !query_is_parameter(q, left) &&
        !query_is_parameter(q, right.v[0]) &&
        !((query_taint(q, left) | query_taint(q, right.v[0])) & KIND(REMOTE)))
        decides = false;
    // request.headers["X-Api-Key"] != API_KEY
    bool from_left = query_taint(q, left) & KIND(REMOTE);
    NodeId held = from_left ? right.v[0] : left, given = from_left ? left : right.v[0];
    decides |= most == 1 && !rule_in_package(run) && query_taint(q, given) & KIND(REMOTE) &&
               !(query_taint(q, held) & KIND(REMOTE)) &&
               secret_name(query_called(q, held)) == NAME_SECRET;
    decides |= sent;
    // digests of what everybody may read: nothing here speaks of a secret
    static const Str secrets[] = {L("passw"), L("secret"), L("token"), L("_key"), L("salt"),
                                  L("hmac"), L("cookie"), L("credential"), L("otp"), {0}};
    if (most == 1 && rule_in_package(run) && def && !query_mentions(q, def, secrets))
        decides = false;
    // the checksum of a file: who could find it out has the file
    static const Str files[] = {L("file"),     L("path"),    L("chunk"),    L("download"),
                                L("archive"),  L("content"), L("checksum"), {0}};
    if (most == 1 && !sent && def && secret_name(l) == NAME_PLAIN &&
        secret_name(r) == NAME_PLAIN && !query_mentions(q, def, secrets) &&
        query_mentions(q, def, files))
        return;
    bool sure =
        (most == 2 || decides) &&
        (!rule_in_package(run) || (!kept && is_evident(run, n, most, least)));
    rule_report(run, q->inside[n], n, sure ? CONF_MEDIUM : CONF_LOW,
                "%s compares `%.*s` with a secret and stops at the first difference",
                among ? "in" : "==", STR_ARG(py_text(t, most == a ? right.v[0] : left)));
}

// for i in range(…): if secret[i] != given[i]: return — by hand, one character at a time
static void look_at_items(RuleRun *run, NodeId n)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeList right = py_list(t, n, Compare_comparators);
    NodeId left = py_node(t, n, Compare_left), up = q->parent[n];
    PyOp op = (PyOp)py_syms(t, n, Compare_ops).v[0];
    if (right.n != 1 || op != OP_NOTEQ || py_kind(t, left) != PY_Subscript ||
        py_kind(t, right.v[0]) != PY_Subscript || py_kind(t, up) != PY_If)
        return;
    // fields by their names are wholes, no characters
    Str key;
    if (query_str(q, py_node(t, left, Subscript_slice), &key) ||
        query_str(q, py_node(t, right.v[0], Subscript_slice), &key))
        return;
    int a = secrecy(q, py_node(t, left, Subscript_value));
    int b = secrecy(q, py_node(t, right.v[0], Subscript_value));
    NodeList body = py_list(t, up, If_body);
    int k = body.n ? py_kind(t, body.v[0]) : PY_NONE;
    if ((a || b) && (k == PY_Return || k == PY_Break || k == PY_Raise))
        rule_report(run, q->inside[n], n, CONF_MEDIUM,
                    "the loop stops at the first character that differs");
}

// for a, b in zip(expected, given): if a != b: return False — the same, two by two
static void look_at_pairs(RuleRun *run, NodeId loop)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId over = py_node(t, loop, For_iter);
    NodeList body = py_list(t, loop, For_body);
    if (py_kind(t, over) != PY_Call || !str_eq(query_method(q, over), S("zip")) || !body.n ||
        py_kind(t, body.v[0]) != PY_If)
        return;
    NodeList two = py_list(t, over, Call_args), then = py_list(t, body.v[0], If_body);
    NodeId test = py_node(t, body.v[0], If_test);
    int k = then.n ? py_kind(t, then.v[0]) : PY_NONE;
    if (two.n != 2 || py_kind(t, test) != PY_Compare ||
        py_syms(t, test, Compare_ops).v[0] != OP_NOTEQ ||
        (k != PY_Return && k != PY_Break && k != PY_Raise))
        return;
    if (secrecy(q, two.v[0]) == 2 || secrecy(q, two.v[1]) == 2 ||
        is_handed_mac(q, two.v[0], two.v[1]))
        rule_report(run, q->inside[loop], test, CONF_MEDIUM,
                    "the loop stops at the first character that differs");
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    for (NodeId n = 0; (n = query_next(run->query, PY_For, n));) look_at_pairs(run, n);
    for (NodeId n = 0; (n = query_next(run->query, PY_Compare, n));) {
        look_at(run, n);
        look_at_items(run, n);
    }
    rule_by_shape(run, PY_FunctionDef, mend_fix_own_compare, CONF_MEDIUM,
                  "the loop ends at the first difference of a secret");
}

static bool fix(const Mend *m, const MendSite *at, Fix *out)
{
    static MendFix *const ways[] = {mend_fix_compare, mend_fix_own_compare, NULL};
    return mend_any(m, at, out, ways);
}

static bool brings_any(const Module *m, const Func *f)
{
    for (Size i = 0; i < f->params.n; i++)
        if (brings(py_name(m->tree, f->params.v[i].name)) && decides_login(py_name(m->tree, f->name)))
            return true;
    return false;
}

// In a package: of secrets, of digests, of what is brought to a check, of two texts gone through letter by letter.
static bool speaks(const RuleRun *run)
{
    const Module *m = run->module;
    if (run->file->is_test) return false;
    if (!rule_in_package(run) || run->least <= CONF_LOW || rule_says(run, S("zip"))) return true;
    for (Size i = 0; i < m->funcs.n; i++)
        if (brings_any(m, &m->funcs.v[i])) return true;
    return secrets_told(run, TELLS_SECRET) || secrets_told(run, TELLS_MAC);
}

const Rule rule_timing_compare = {
    .id = L("timing-compare"),
    .cwe = 208,
    .also = {385},
    .severity = SEV_MEDIUM,
    .title = L("a secret is compared in a time that tells how much of it was right"),
    .why = L("== stops at the first byte that differs. Measured over many tries the time "
             "tells the next right byte, so a signature or a token is found byte by byte."),
    .instead = L("hmac.compare_digest(a, b), or secrets.compare_digest."),
    .bad = L("import hashlib\n"
             "import hmac\n"
             "def authentic(key, body, given):\n"
             "    return given == hmac.new(key, body, hashlib.sha256).hexdigest()\n"),
    .good = L(
        "import hashlib\n"
        "import hmac\n"
        "def authentic(key, body, given):\n"
        "    return hmac.compare_digest(given, hmac.new(key, body, hashlib.sha256).hexdigest())\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/208.html"),
                    L("https://docs.python.org/3/library/hmac.html#hmac.compare_digest")),
    .at_file = look,
    .speaks = speaks,
    .fix = fix,
};
