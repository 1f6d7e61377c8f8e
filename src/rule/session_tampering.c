// rule session-tampering: outside data becomes a key or an unchecked value of the session.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str identity[] = {L("user"), L("admin"), L("role"), L("account"),
                               L("uid"),  L("group"), L("auth"), {0}};
static const Str checks[] = {L("check"), L("verify"), L("authenticat"), L("pass"),  L("login"),
                             L("hash"),  L("valid"),  L("pwd"),         L("token"), L("otp"),
                             L("signin"), L("sign_in"), {0}};

// A chosen key is worse than a chosen value; a value under a constant key matters where it says who
// somebody is.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId place = hit->node, def = query_def(q, hit->func);
    (void)message;
    if (py_kind(t, place) == PY_Assign) place = py_list(t, place, Assign_targets).v[0];
    if (py_kind(t, place) != PY_Subscript) return c;
    Str key;
    bool constant = query_str(q, py_node(t, place, Subscript_slice), &key);
    if (!constant) return c;
    if (def && query_mentions(q, def, checks)) return CONF_NONE;
    // if not matches(name, password): return — somebody was asked about it
    for (const Blocked *b = hit->blocked; b; b = b->next)
        if (str_find(b->why, S("does not rule out")) >= 0) return CONF_LOW;
    for (const Str *w = identity; w->len; w++)
        if (str_find(key, *w) >= 0) return c;
    return CONF_NONE;
}

const Rule rule_session_tampering = {
    .id = L("session-tampering"),
    .cwe = 501,
    .also = {20},
    .severity = SEV_MEDIUM,
    .title = L("outside data becomes a key or an unchecked value of the session"),
    .why = L("Code elsewhere trusts what the session holds. A client that chooses the key "
             "sets \"is_admin\"; one that chooses the value becomes another user."),
    .instead = L("Write constant keys, and values that were checked (a user loaded after its "
                 "password was verified)."),
    .bad = L("from flask import Flask, request, session\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/pref\")\n"
             "def pref():\n"
             "    session[request.form[\"key\"]] = request.form[\"value\"]\n"
             "    return \"ok\"\n"),
    .good = L(
        "from flask import Flask, request, session\n"
        "app = Flask(__name__)\n"
        "@app.post(\"/pref\")\n"
        "def pref():\n"
        "    session[\"theme\"] = \"dark\" if request.form[\"value\"] == \"dark\" else \"light\"\n"
        "    return \"ok\"\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/501.html"),
        L("https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html")),
    .into = KIND(SESSION),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .judge_hit = judge,
    .weak_in_package = true,
};
