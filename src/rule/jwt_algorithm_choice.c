// rule jwt-algorithm-choice: the token chooses how it is checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str header_words[] = {L("get_unverified_header"), L("unverified_header"), {0}};

// A list or the keys of a dictionary that hold both a shared-key and a public-key algorithm.
static bool mixes(const Query *q, NodeList items)
{
    bool shared = false, public = false;
    Str text;
    for (uint32_t i = 0; i < items.n; i++) {
        if (!items.v[i] || !query_str(q, items.v[i], &text) || text.len != 5) continue;
        Str family = str_sub(text, 0, 2);
        shared |= str_eq(family, S("HS"));
        public |= str_eq(family, S("RS")) || str_eq(family, S("ES")) || str_eq(family, S("PS"));
    }
    return shared && public;
}

// The token's own header, through names assigned in between.
static bool from_header(const Query *q, NodeId n, int depth)
{
    NodeId child, value;
    if (!n || depth > 6) return false;
    if (query_mentions(q, n, header_words)) return true;
    if (py_kind(q->tree, n) == PY_Name && (value = query_assigned(q, n)))
        return from_header(q, value, depth + 1);
    for (uint32_t it = 0; (child = py_next_child(q->tree, n, &it));)
        if (from_header(q, child, depth + 1)) return true;
    return false;
}

static void look_at_decoders(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId list = str_eq(query_method(q, n), S("decode"))
                          ? query_peel(q, query_arg(q, n, 2, S("algorithms")))
                          : 0;
        if (!list) continue;
        int kind = py_kind(t, list);
        bool literal = kind == PY_List || kind == PY_Tuple || kind == PY_Set;
        if (from_header(q, list, 0))
            rule_report(run, q->inside[n], n, CONF_HIGH,
                        "the token's own header names the algorithm of its check");
        else if (literal && mixes(q, py_list(t, list, 0)))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "both a shared-key and a public-key algorithm are accepted");
    }
}

// CHECKS = {"RS256": …, "HS256": …}; CHECKS.get(header["alg"])
static void look_at_tables(RuleRun *run)
{
    static const Str alg[] = {L("alg"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        NodeId func = py_node(t, n, Call_func);
        if (!str_eq(query_method(q, n), S("get")) || py_kind(t, func) != PY_Attribute) continue;
        NodeId table = query_peel(q, py_node(t, func, Attribute_value)),
               key = query_arg(q, n, 0, S(""));
        if (!table || py_kind(t, table) != PY_Dict || !key ||
            !query_mentions_text(q, query_peel(q, key), alg))
            continue;
        if (!mixes(q, py_list(t, table, Dict_keys))) continue;
        NodeId def = query_def(q, q->inside[n]);
        NodeId at = n;
        for (NodeId use = 0; def && (use = query_next(q, PY_Call, use));)
            if (query_within(q, use, def) && use > n &&
                query_uses(q, py_node(t, use, Call_func), S("check")))
                at = use;
        rule_report(run, q->inside[at], query_statement(q, n), CONF_MEDIUM,
                    "the token's header chooses between a shared-key and a public-key check");
    }
}

// def decode(token, key, algorithms=None): the caller may leave open which are accepted, or cannot say
static bool is_left_open(const Query *q, NodeId def)
{
    static const Str names[] = {L("algorithms"), L("algs"), L("allowed"), L("algorithm"), {0}};
    NodeId value = 0, p;
    for (uint32_t i = 0; (p = py_param(q->tree, query_args(q, def), i, &value)) != 0; i++)
        if (query_named(query_called(q, p), names)) return value && query_is_none(q, value);
    return true;
}

// Does a function look for the marks of a key in a file, itself or by a name of the module? A list of
// them that nobody reads keeps nothing out.
static bool looks_for_marks(const Query *q)
{
    static const Str marks[] = {L("begin "), L("begin"), L("ssh-rsa"), {0}};
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Constant, n));) {
        if (!query_mentions_text(q, n, marks)) continue;
        NodeId st = query_statement(q, n);
        if (query_def(q, q->inside[n])) return true;
        if (!st || py_kind(t, st) != PY_Assign) continue;
        Str name = query_called(q, py_list(t, st, Assign_targets).v[0]);
        for (NodeId use = 0; name.len && (use = query_next(q, PY_Name, use));)
            if (query_def(q, q->inside[use]) && str_eq(query_called(q, use), name)) return true;
    }
    return false;
}

// CHECKS[header["alg"]].verify(message, key, …), of a table with both kinds, where nobody looks at what
// kind of key it is.
static void look_at_choice(RuleRun *run, NodeId n)
{
    static const Str alg[] = {L("alg"), {0}};
    static const Str asks[] = {L("is_pem"), L("isinstance"), L("kty"), L("key_type"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId table = query_peel(q, py_node(t, n, Subscript_value)),
           key = py_node(t, n, Subscript_slice);
    NodeId def = query_def(q, q->inside[n]), use = q->parent[n];
    if (!def || py_kind(t, def) == PY_Lambda || !table || py_kind(t, table) != PY_Dict ||
        !mixes(q, py_list(t, table, Dict_keys)) ||
        !query_mentions_text(q, query_peel(q, key), alg) || py_kind(t, use) != PY_Attribute)
        return;
    if (!query_named(query_called(q, use), (const Str[]){L("verify"), L("check"), {0}}) ||
        !is_left_open(q, def))
        return;
    if (looks_for_marks(q) || query_mentions(q, def, asks)) return;
    rule_report(run, q->inside[n], query_statement(q, n), CONF_MEDIUM,
                "the token's header chooses between a shared-key and a public-key check");
}

static void look(RuleRun *run)
{
    for (NodeId n = 0; (n = query_next(run->query, PY_Subscript, n));) look_at_choice(run, n);
    look_at_decoders(run);
    look_at_tables(run);
}

const Rule rule_jwt_algorithm_choice = {
    .id       = L("jwt-algorithm-choice"),
    .cwe      = 347, .also = {327}, .severity = SEV_HIGH,
    .title    = L("the token chooses how it is checked"),
    .why      = L("A verifier that takes both a shared-key algorithm (HS256) and a public-key "
                  "one (RS256), or the algorithm that the token names, lets the attacker sign "
                  "with the public key as if it were the shared one."),
    .instead  = L("Accept the one algorithm that the issuer uses, whatever the token's header "
                  "says."),
    .bad      = L("import jwt\n"
                  "def who(token, key):\n"
                  "    alg = jwt.get_unverified_header(token)[\"alg\"]\n"
                  "    return jwt.decode(token, key, algorithms=[alg])[\"sub\"]\n"),
    .good     = L("import jwt\n"
                  "def who(token, key):\n"
                  "    return jwt.decode(token, key, algorithms=[\"RS256\"])[\"sub\"]\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/347.html"),
                     L("https://nvd.nist.gov/vuln/detail/CVE-2022-29217"),
                     L("https://portswigger.net/web-security/jwt/algorithm-confusion")),
    .at_file  = look,
    .fix      = mend_fix_algorithm,
    .surest   = {.most = CONF_HIGH},
    .words    = LIST(L("jwt"), L("jose"), L("alg"), L("algorithms"), L("HS256")),
};
