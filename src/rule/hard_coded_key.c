// rule hard-coded-key: a key that stands in the source.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

static bool is_no_algorithm(const Query *q, NodeId value)
{
    Str text;
    return query_is_none(q, value) || (query_str(q, value, &text) && str_eq(text, S("none")));
}

// The key that the call is given; 0: not found.
static NodeId key_of(const RuleRun *run, const FlowMark *mark)
{
    static const Str named[] = {L("key"), L("secret_key"), {0}};
    const Query *q = run->query;
    NodeId key = 0;
    if (py_kind(q->tree, mark->node) != PY_Call) return 0;
    for (const Str *k = named; k->len && !key; k++) key = query_arg(q, mark->node, -1, *k);
    bool tokens = str_find(mark->callee, S("jwt")) >= 0;
    return key ? key : query_arg(q, mark->node, tokens, S(""));
}

// settings.jwt_key, whose class has `jwt_key: str = ""`: an empty default is there to be given.
static bool is_to_be_given(const RuleRun *run, const FlowMark *mark)
{
    Str text;
    NodeId key = key_of(run, mark);
    NodeId func =
        key && py_kind(run->tree, key) == PY_Call ? py_node(run->tree, key, Call_func) : 0;
    if (func && py_kind(run->tree, func) == PY_Attribute &&
        str_eq(query_method(run->query, key), S("encode")))
        key = py_node(run->tree, func, Attribute_value);
    return key && py_kind(run->tree, key) == PY_Attribute && query_str(run->query, key, &text) &&
           !text.len;
}

// The whole key is one text of the source (no slice of what is made on the way), long enough for a key,
// and it protects what the program makes: hmac.new(b"label", secret) names a purpose, and a key that
// only opens belongs to who encrypted.
static bool is_evident(const RuleRun *run, const FlowMark *mark)
{
    enum { KEY = 8 };
    static const Str seals[] = {L("encode"), L("sign"), L("dumps"), L("hmac"), L("digest"),
                                L("session"), L("decode"), {0}};
    const Query *q = run->query;
    Str text = {0};
    NodeId key = key_of(run, mark);
    bool tokens = str_find(mark->callee, S("jwt")) >= 0;
    int kind = key ? py_kind(q->tree, query_peel(q, key)) : PY_NONE;
    if ((kind != PY_Constant && kind != PY_Attribute && kind != PY_Name) ||
        !query_str(q, key, &text) || text.len < KEY)
        return false;
    if (str_find(mark->callee, S("hmac")) >= 0) return secrets_drawn(text);
    return tokens || secrets_encrypts(q, mark->func) || query_named(mark->callee, seals);
}

// secret_key="…" in the call, app.secret_key = "…": the rule of credentials has said it of the text itself.
static bool is_said(const RuleRun *run, const FlowMark *mark, Confidence c)
{
    NodeId in = py_kind(run->tree, mark->node) == PY_Call ? mark->node
                                                          : query_statement(run->query, mark->node);
    const PyNode *call = py_at(run->tree, in ? in : mark->node);
    for (Size i = run->first; i < run->out->n; i++) {
        const Finding *f = &run->out->v[i];
        if (str_eq(f->rule, S("hard-coded-credential")) && f->confidence >= c &&
            f->at.beg > call->beg && f->at.end <= call->end)
            return true;
    }
    return false;
}

// A key made of one repeated byte, or with a name of a placeholder, is still the key that is used.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    NodeId st = query_statement(run->query, mark->node);
    // Cipher(KEY, …) whose result nobody keeps: a question whether the library has it
    if (st && py_kind(run->tree, st) == PY_Expr && rule_in_package(run)) return CONF_LOW;
    if (rule_is_prescribed(run)) return CONF_LOW;
    // jwt.encode(claims, None, algorithm="none"): no key at all
    for (NodeId n = 0; py_kind(run->tree, mark->node) == PY_Call && rule_in_package(run) &&
                       (n = query_next(run->query, PY_keyword, n));)
        if (run->query->parent[n] == mark->node &&
            is_no_algorithm(run->query, py_node(run->tree, n, keyword_value)))
            return CONF_LOW;
    *message = S("a constant of the source is the key");
    // app.secret_key = "": no sessions until somebody sets it
    Str text;
    NodeId st_value =
        st && py_kind(run->tree, st) == PY_Assign ? py_node(run->tree, st, Assign_value) : 0;
    if (st_value && query_str(run->query, st_value, &text) && !text.len) return CONF_NONE;
    if (rule_in_package(run) && !is_evident(run, mark)) return CONF_LOW;
    if (is_said(run, mark, c) || is_to_be_given(run, mark)) return CONF_NONE;
    return run->file->is_test ? CONF_LOW : c;
}

const Rule rule_hard_coded_key = {
    .id = L("hard-coded-key"),
    .cwe = 321,
    .also = {798},
    .severity = SEV_HIGH,
    .title = L("a key stands in the source"),
    .why = L("Everyone who can read the source, a package, an image or an old backup has the "
             "key, and with it can sign tokens, forge cookies and decrypt what was protected; "
             "and it cannot be changed without a release."),
    .instead = L("Read the key from the environment or a key store, and fail when it is "
                 "missing."),
    .bad =
        L("import jwt\n"
          "def issue(user):\n"
          "    return jwt.encode({\"sub\": user}, \"k3y-0f-the-h0use!\", algorithm=\"HS256\")\n"),
    .good =
        L("import os\n"
          "import jwt\n"
          "def issue(user):\n"
          "    return jwt.encode({\"sub\": user}, os.environ[\"JWT_KEY\"], algorithm=\"HS256\")\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/321.html"),
             L("https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/hardcoded-credentials")),
    .mark = L("hard-coded-key"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix = mend_fix_key,
};
