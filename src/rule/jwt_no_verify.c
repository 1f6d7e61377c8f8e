// rule jwt-no-verify: a token's signature is not checked.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

static bool allows_none(const Query *q, NodeId list)
{
    const Tree *t = q->tree;
    Str text;
    list = query_peel(q, list);
    int kind = list ? py_kind(t, list) : PY_NONE;
    if (kind != PY_List && kind != PY_Tuple && kind != PY_Set) return false;
    NodeList items = py_list(t, list, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && (str_eq(text, S("none")) || str_eq(text, S("None"))))
            return true;
    return false;
}

// claims = decode(token, off) … if key: claims = decode(token, key): where the branch is not taken
// what nobody checked goes on.
static bool only_in_branch(const Query *q, NodeId first, NodeId second)
{
    const Tree *t = q->tree;
    NodeId a = query_statement(q, first), b = query_statement(q, second);
    if (py_kind(t, a) != PY_Assign || py_kind(t, b) != PY_Assign) return false;
    Str x = query_called(q, py_list(t, a, Assign_targets).v[0]);
    if (!x.len || !str_eq(x, query_called(q, py_list(t, b, Assign_targets).v[0]))) return false;
    for (NodeId n = b; n; n = q->parent[n]) {
        if (py_kind(t, n) != PY_If || query_within(q, a, n)) continue;
        NodeList no = py_list(t, n, If_orelse);
        int last = py_kind(t, py_last(no));
        return last != PY_Raise && last != PY_Return;
    }
    return false;
}

// Another decode of the same function checks, and what it gives is what counts: this one only looks
// for the issuer or the key's id.
static bool is_checked_after(const Query *q, NodeId call, const Str *decoders)
{
    // where a decode that checks has just failed, reading it anyway undoes the check
    for (NodeId up = call; up; up = q->parent[up])
        if (py_kind(q->tree, up) == PY_ExceptHandler) return false;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (n == call || q->inside[n] != q->inside[call] || !query_calls(q, n, decoders) ||
            py_kind(q->tree, q->parent[n]) == PY_Expr || !query_arg(q, n, 2, S("algorithms")))
            continue;
        NodeId options = query_peel(q, query_arg(q, n, 3, S("options")));
        NodeId verify = options ? query_item(q, options, S("verify_signature")) : 0;
        if ((!verify || !query_is_false(q, verify)) && !only_in_branch(q, call, n)) return true;
    }
    return false;
}

static const Str times[] = {L("exp"), L("iat"), L("nbf"), {0}};

// x["exp"], x.get("exp")
static bool asks_time(const Query *q, NodeId value)
{
    const Tree *t = q->tree;
    NodeId up = q->parent[value];
    NodeId key = up && py_kind(t, up) == PY_Subscript ? py_node(t, up, Subscript_slice) : 0;
    if (up && py_kind(t, up) == PY_Attribute && str_eq(query_called(q, up), S("get")))
        key = query_arg(q, q->parent[up], 0, S(""));
    Str name;
    if (!key || !query_str(q, key, &name)) return false;
    if (str_in(name, times)) return true;
    return false;
}

// claims = decode(…), of which the function reads nothing but times
static bool only_times_read(const Query *q, NodeId call)
{
    const Tree *t = q->tree;
    NodeId stmt = q->parent[call];
    if (!stmt || py_kind(t, stmt) != PY_Assign || py_list(t, stmt, Assign_targets).n != 1)
        return false;
    NodeId target = py_list(t, stmt, Assign_targets).v[0];
    if (py_kind(t, target) != PY_Name || !query_def(q, q->inside[call])) return false;
    Str claims = py_text(t, target);
    Size read = 0;
    for (NodeId n = 0; (n = query_next(q, PY_Name, n));) {
        if (n == target || q->inside[n] != q->inside[call] || !str_eq(py_text(t, n), claims))
            continue;
        if (!asks_time(q, n)) return false;
        read++;
    }
    return read > 0;
}

// The program's own token, just got from whoever issues it, or asked only when it ends: who forges it
// deceives nobody.
static bool is_own_token(const Query *q, NodeId call)
{
    static const Str got[] = {L("acquire"), L("get_token"), L("get_access_token"), L("fetch"),
                              L("refresh"), {0}};
    const Tree *t = q->tree;
    NodeId token = query_peel(q, query_arg(q, call, 0, S("jwt"))), up = q->parent[call];
    NodeId options = query_peel(q, query_arg(q, call, 3, S("options")));
    NodeId ends = options ? query_item(q, options, S("verify_exp")) : 0;
    // nobody takes what it says: only its end is asked for
    if (up && py_kind(t, up) == PY_Expr && ends && query_is_true(q, ends)) return true;
    if (token && py_kind(t, token) == PY_Subscript)
        token = query_peel(q, py_node(t, token, Subscript_value));
    if (token && py_kind(t, token) == PY_Call && query_named(query_method(q, token), got))
        return true;
    return asks_time(q, call) || only_times_read(q, call);
}

// user = of(unverified); if user: return user — before anything looks at the signature
static bool returns_between(const Query *q, NodeId st, NodeId check)
{
    for (NodeId n = 0; (n = query_next(q, PY_Return, n));)
        if (q->inside[n] == q->inside[st] && py_at(q->tree, n)->beg > py_at(q->tree, st)->end &&
            py_at(q->tree, n)->end < py_at(q->tree, check)->beg)
            return true;
    return false;
}

// def from_trusted_token(…), def peek_unverified_claims(…): who calls it is told.
static bool says_so(const Query *q, NodeId call)
{
    static const Str words[] = {L("trusted"), L("unverified"), L("unvalidated"), L("without_verif"),
                                L("no_verif"), L("insecure"), L("unsafe"), {0}};
    static const Str later[] = {L("decode"), L("verif"), L("valid"), {0}};
    Str func = q->module->funcs.v[q->inside[call]].qualname;
    NodeId st = query_statement(q, call);
    // unverified = decode(…), to find the key by; then another call looks at the signature
    bool named = py_kind(q->tree, st) == PY_Assign &&
                 query_named(query_called(q, py_list(q->tree, st, Assign_targets).v[0]), words);
    for (NodeId n = 0; named && (n = query_next(q, PY_Call, n));)
        if (q->inside[n] == q->inside[call] && py_at(q->tree, n)->beg > py_at(q->tree, st)->end &&
            query_named(query_method(q, n), later))
            return !returns_between(q, st, n);
    return query_named(str_sub(func, str_rfind(func, '.') + 1, -1), words);
}

// {"verify_signature": key is not None}: off wherever the test fails
static bool depends_on_test(const Query *q, NodeId verify)
{
    const Tree *t = q->tree;
    NodeId value = query_peel(q, verify);
    int k = value ? py_kind(t, value) : PY_NONE;
    static const Str casts[] = {L("bool"), {0}};
    bool test = k == PY_Compare || (k == PY_UnaryOp && py_at(t, value)->op == OP_NOT) ||
                (k == PY_Call && query_calls(q, value, casts));
    return test && !query_is_true(q, verify) &&
           !query_mentions(q, value, (const Str[]){L("settings"), L("config"), L("environ"), {0}});
}

// In a package: a module that asks when a token ends, and never who somebody is or what they may.
static bool names_nobody(const RuleRun *run)
{
    static const Str who[] = {L("sub"),   L("user"), L("email"), L("role"),
                              L("group"), L("perm"), L("scope"), L("name"), {0}};
    return rule_in_package(run) && query_mentions_text(run->query, run->tree->root, times) &&
           !query_mentions_text(run->query, run->tree->root, who);
}

static const Str claims[] = {L("sub"),      L("user"),   L("user_id"),     L("username"),
                             L("uid"),      L("email"),  L("role"),        L("roles"),
                             L("group"),    L("groups"), L("scope"),       L("scopes"),
                             L("tenant"),   L("aud"),    L("name"),        L("client_id"),
                             L("is_admin"), L("admin"),  L("permissions"), L("preferred_username"),
                             L("identity"), {0}};

// x["sub"], x.get("role"), "email" in x: does it ask who somebody is or what they may?
static bool asks_who(const Query *q, NodeId in)
{
    Str text;
    for (NodeId n = 0; (n = query_next_in(q, PY_Constant, in, n));)
        if (query_str(q, n, &text) && str_in(text, claims)) return true;
    return false;
}

// raise AuthenticationError(…), HTTPException(401): it lets in or not
static bool refuses(const Query *q, NodeId in)
{
    static const Str words[] = {L("AuthenticationError"), L("AuthenticationFailed"), L("AuthError"),
                                L("Unauthorized"), L("PermissionDenied"), L("Forbidden"),
                                L("HTTPException"), L("abort"), L("CredentialsException"), {0}};
    return query_mentions(q, in, words);
}

// userinfo(token) before: the one who issued it has taken it for good
static bool is_vouched_for(const Query *q, NodeId call)
{
    static const Str asks[] = {L("userinfo"), L("introspect"), L("verif"),
                               L("valid"),    L("review"),     {0}};
    const Tree *t = q->tree;
    NodeId token = query_arg(q, call, 0, S("jwt"));
    Str text = token ? py_text(t, token) : S(""), key;
    // reply["id_token"]: of the answer that the issuer gave to this program
    NodeId from = token ? query_peel(q, token) : 0;
    // data["token"]["access_token"]: the one that this program was given for itself
    bool nested = from && py_kind(t, from) == PY_Subscript &&
                  py_kind(t, py_node(t, from, Subscript_value)) == PY_Subscript;
    if (from && py_kind(t, from) == PY_Subscript &&
        query_str(q, py_node(t, from, Subscript_slice), &key) &&
        (str_eq(key, S("id_token")) || (nested && str_eq(key, S("access_token")))))
        return true;
    if (nested && query_mentions(q, from, (const Str[]){L("ACCESS_TOKEN"), {0}})) return true;
    for (NodeId n = 0; text.len && (n = query_next(q, PY_Call, n));) {
        if (q->inside[n] != q->inside[call] || py_at(t, n)->end > py_at(t, call)->beg ||
            !query_named(query_method(q, n), asks))
            continue;
        NodeList args = py_list(t, n, Call_args), keys = py_list(t, n, Call_keywords);
        for (uint32_t i = 0; i < args.n; i++)
            if (str_find(py_text(t, query_peel(q, args.v[i])), text) >= 0) return true;
        for (uint32_t i = 0; i < keys.n; i++)
            if (str_find(py_text(t, query_peel(q, py_node(t, keys.v[i], keyword_value))), text) >=
                0)
                return true;
    }
    return false;
}

// In a package: the claims decide who the visitor is, in the function that reads them or in one of this
// module that calls it; verification is off for all, and nobody has vouched for the token before.
static bool is_evident(const RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId def = query_def(q, q->inside[call]);
    NodeId verify = query_arg(q, call, -1, S("verify"));
    if (!rule_in_package(run) || str_eq(query_method(q, call), S("encode"))) return true;
    if ((verify && secrets_is_option(q, verify, false)) || is_vouched_for(q, call)) return false;
    if (is_own_token(q, call)) return false;
    if (!def) return asks_who(q, t->root);
    static const Str makers[] = {L("user"), L("identity"), L("authent"), L("principal"), {0}};
    Str name = py_name(t, q->module->funcs.v[q->inside[call]].name);
    if (asks_who(q, def) || refuses(q, def) || query_named(name, makers)) return true;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId by = query_def(q, q->inside[n]);
        if (by && by != def && str_eq(query_method(q, n), name) &&
            (asks_who(q, by) || refuses(q, by)))
            return true;
    }
    return false;
}

static const Str decoders[] = {L("jwt.decode"), L("jose.jwt.decode"), L("jwt.decode_complete"),
                               L("jwt.PyJWT.decode"), L("jwt.api_jwt.decode"), {0}};

// How sure it is that what this call reads unverified is believed.
static Confidence unverified(const RuleRun *run, NodeId call)
{
    const Query *q = run->query;
    return is_checked_after(q, call, decoders) || names_nobody(run) || !is_evident(run, call) ||
                   (rule_in_package(run) && says_so(q, call)) ? CONF_LOW : CONF_HIGH;
}

static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    if (mark->mark->nunder && py_kind(run->tree, mark->node) == PY_Call) {
        *message = S("the token is read with verify_signature off");
        return unverified(run, mark->node);
    }
    if (str_ends(mark->callee, S(".encode")))
        *message = S("the token is made with no signature: anybody can make another");
    return py_kind(run->tree, mark->node) != PY_Call || is_evident(run, mark->node) ? c : CONF_LOW;
}

// token.split("."): the three pieces of a token
static bool is_pieces(const Query *q, NodeId n)
{
    NodeId by = n && py_kind(q->tree, n) == PY_Call ? query_arg(q, n, 0, S("sep")) : 0;
    Str text;
    return by && str_eq(query_method(q, n), S("split")) && query_str(q, by, &text) &&
           str_eq(text, S("."));
}

enum { PIECES_MOST = 32 };
typedef struct { NodeId v[PIECES_MOST]; int n; } Claims;

// head, payload, end = token.split("."): the names in the middle, of the whole file.
static Claims second_pieces(const Query *q)
{
    const Tree *t = q->tree;
    Claims out = {0};
    for (NodeId n = 0; out.n < PIECES_MOST && (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (py_kind(t, to) != PY_Tuple || !is_pieces(q, py_node(t, n, Assign_value))) continue;
        NodeList names = py_list(t, to, Tuple_elts);
        if (names.n == 3) out.v[out.n++] = names.v[1];
    }
    return out;
}

static bool is_second_piece(const Query *q, const Claims *pieces, NodeId name)
{
    for (int i = 0; i < pieces->n; i++)
        if (q->inside[pieces->v[i]] == q->inside[name] &&
            str_eq(py_text(q->tree, pieces->v[i]), py_text(q->tree, name)))
            return true;
    return false;
}

// The claims as they stand in the token, with whatever is done to their text.
static bool holds_claims(const Query *q, NodeId n, const Claims *pieces, int depth)
{
    const Tree *t = q->tree;
    NodeId child, value = n && py_kind(t, n) == PY_Name ? query_assigned(q, n) : 0;
    int64_t which;
    if (!n || depth > 6) return false;
    int k = py_kind(t, n);
    if (k == PY_Name)
        return is_second_piece(q, pieces, n) || (value && holds_claims(q, value, pieces, depth + 1));
    if (k == PY_Subscript)
        return is_pieces(q, query_peel(q, py_node(t, n, Subscript_value))) &&
               query_int(q, py_node(t, n, Subscript_slice), &which) && which == 1;
    if (k != PY_Call && k != PY_BinOp && k != PY_Attribute && k != PY_JoinedStr &&
        k != PY_FormattedValue)
        return false;
    bool found = false;
    for (uint32_t it = 0; !found && (child = py_next_child(t, n, &it));)
        found = holds_claims(q, child, pieces, depth + 1);
    return found;
}

// json.loads(urlsafe_b64decode(token.split(".")[1])): the claims are read by hand, and nothing asks
// for a signature.
static void look_by_hand(RuleRun *run, NodeId call, const Claims *pieces)
{
    static const Str loads[] = {L("json.loads"), {0}};
    static const Str checks[] = {L("hmac"), L("verif"),  L("compare_digest"),
                                 L("jwk"),  L("pubkey"), L("public_key"), L("signature"),
                                 L("check_sig"), L("validate"), L("authentic"), {0}};
    const Query *q = run->query;
    NodeId text = query_calls(q, call, loads) ? query_arg(q, call, 0, S("s")) : 0;
    NodeId def = query_def(q, q->inside[call]);
    if (!text || !def || !holds_claims(q, text, pieces, 0) || query_mentions(q, def, checks) ||
        is_own_token(q, call))
        return;
    rule_report(run, q->inside[call], call, asks_who(q, def) || refuses(q, def) ? rule_hint(run) : CONF_LOW,
                "the claims are read out of the token, and its signature is not looked at");
}

static void look(RuleRun *run)
{
    static const Str decodes[] = {L("b64decode"), L("b64_decode"), L("base64url"), {0}};
    const Query *q = run->query;
    bool by_hand = query_names(q, S("split")) && !run->file->is_test &&
                   query_mentions(q, q->tree->root, decodes);
    Claims pieces = by_hand ? second_pieces(q) : (Claims){0};
    for (NodeId n = 0; by_hand && (n = query_next(q, PY_Call, n));) look_by_hand(run, n, &pieces);
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        if (!query_calls(q, n, decoders)) continue;
        NodeId options = query_peel(q, query_arg(q, n, 3, S("options")));
        NodeId verify = query_item(q, options, S("verify_signature"));
        if (verify && query_is_false(q, verify))
            rule_report(run, q->inside[n], n, unverified(run, n),
                        "the token is read with verify_signature off");
        else if (verify && depends_on_test(q, verify))
            rule_report(
                run, q->inside[n], n, CONF_MEDIUM,
                "whether the signature is checked depends on a test that the token can fail");
        else if (allows_none(q, query_arg(q, n, 2, S("algorithms"))))
            rule_report(run, q->inside[n], n, CONF_HIGH,
                        "a token without any signature (alg none) is accepted");
    }
}

const Rule rule_jwt_no_verify = {
    .id = L("jwt-no-verify"),
    .cwe = 347,
    .also = {345},
    .severity = SEV_CRITICAL,
    .title = L("a token's signature is not checked"),
    .why = L("A token is three pieces of text that anybody can write. Only the signature says "
             "that this server made it: without the check an attacker puts another user's id, or "
             "an administrator's role, into one and is believed."),
    .instead = L("jwt.decode(token, key, algorithms=[\"RS256\"]) with the one algorithm that the "
                 "issuer uses."),
    .bad = L("import jwt\n"
             "def who(token):\n"
             "    return jwt.decode(token, options={\"verify_signature\": False})[\"sub\"]\n"),
    .good = L("import jwt\n"
              "def who(token, key):\n"
              "    return jwt.decode(token, key, algorithms=[\"RS256\"])[\"sub\"]\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/347.html"),
             L("https://pyjwt.readthedocs.io/en/stable/usage.html"),
             L("https://auth0.com/blog/critical-vulnerabilities-in-json-web-token-libraries/")),
    .peers = LIST(L("codeql:py/jwt-missing-verification")),
    .mark = L("jwt-no-verify"),
    .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .at_file = look,
    .surest = {.most = CONF_HIGH},
    .words = LIST(L("jwt"), L("jose"), L("decode"), L("b64decode"), L("urlsafe_b64decode")),
    .fix = mend_fix_jwt,
};
