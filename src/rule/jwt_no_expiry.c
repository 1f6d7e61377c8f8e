// rule jwt-no-expiry: a token's expiry is not checked.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static void look(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        Str name = query_callee(q, n);
        if (!str_ends(name, S("decode")) || str_find(name, S("jwt")) < 0) continue;
        NodeId options = query_peel(q, query_arg(q, n, 3, S("options")));
        NodeId exp = query_item(q, options, S("verify_exp"));
        NodeId all = query_item(q, options, S("verify_signature"));
        if (!exp || !query_is_false(q, exp) || (all && query_is_false(q, all))) continue;
        // in a package another function asks for the end, or a standard wants old ones accepted
        rule_report(run, q->inside[n], n, rule_in_package(run) ? CONF_LOW : CONF_HIGH,
                    "the token is accepted after its expiry (verify_exp is off)");
    }
}

// options=self.OPTIONS: what the dictionary says, wherever it was made
static Confidence judge_options(RuleRun *run, const FlowMark *mark, Str *message)
{
    NodeId options = query_arg(run->query, mark->node, 3, S("options"));
    *message = S("the token is accepted after its expiry (verify_exp is off)");
    if (options && query_says(run->query, options, S("verify_signature")) == ITEM_OFF)
        return CONF_NONE;
    return rule_in_package(run) ? CONF_LOW : CONF_HIGH;
}

// A serializer that dates its tokens, read without asking for the date.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str dated[] = {L("return_timestamp"), L("expire"), L("max_age"), L("issued"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, mark->func);
    if (mark->mark->nunder) return judge_options(run, mark, message);
    *message = S("the token carries its date, and nobody asks for it: give max_age");
    if (rule_in_package(run)) return CONF_LOW;
    NodeList keys = py_list(q->tree, mark->node, Call_keywords);
    for (uint32_t i = 0; i < keys.n; i++)
        if (!py_sym(q->tree, keys.v[i], keyword_arg)) return CONF_NONE;              // **options
    bool asks = false;
    for (NodeId n = 0; def && (n = query_next(q, PY_Compare, n));)
        asks |= query_within(q, n, def) && query_mentions(q, n, dated);
    return asks || query_mentions(q, mark->node, dated) ? CONF_LOW : c;
}

const Rule rule_jwt_no_expiry = {
    .id = L("jwt-no-expiry"),
    .cwe = 613,
    .severity = SEV_MEDIUM,
    .title = L("a token's expiry is not checked"),
    .why = L("Tokens leak: from a log, a proxy, a lost phone, a browser's history. Without an "
             "expiry that is checked, whoever finds one years later is still that user, and "
             "there is no way to end it short of changing the key for everybody."),
    .instead = L("Leave verify_exp on and require the claim: options={\"require\": [\"exp\"]}."),
    .bad = L("import jwt\n"
             "def who(token, key):\n"
             "    return jwt.decode(token, key, algorithms=[\"HS256\"], options={\"verify_exp\": "
             "False})[\"sub\"]\n"),
    .good = L("import jwt\n"
              "def who(token, key):\n"
              "    return jwt.decode(token, key, algorithms=[\"HS256\"], options={\"require\": "
              "[\"exp\"]})[\"sub\"]\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/613.html"),
             L("https://pyjwt.readthedocs.io/en/stable/usage.html#expiration-time-claim-exp")),
    .mark = L("jwt-no-expiry"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .at_file = look,
    .surest = {.most = CONF_HIGH, .in_package = CONF_LOW},
    .words = LIST(L("jwt"), L("jose"), L("decode")),
};
