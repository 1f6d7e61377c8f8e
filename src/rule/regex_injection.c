// rule regex-injection: outside text is compiled as a regular expression.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// try: re.compile(text) except re.error: — whether it is a pattern at all; nothing is matched with it here.
static bool is_tried(const Query *q, NodeId call)
{
    NodeId st = q->parent[call], up = st ? q->parent[st] : 0;
    return py_kind(q->tree, call) == PY_Call && str_eq(query_method(q, call), S("compile")) &&
           py_kind(q->tree, st) == PY_Expr && up && py_kind(q->tree, up) == PY_Try;
}

// regex.sub(pattern, new, text, timeout=1): the clock settles it; a form's field has been tried by its check.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message;
    if (is_tried(q, hit->node)) return CONF_NONE;
    if (rule_model_may_anyway(run, hit)) return CONF_LOW;
    if (!rule_in_package(run) || py_kind(run->tree, hit->node) != PY_Call) return c;
    bool form =
        hit->npaths && hit->paths[0].n && str_find(hit->paths[0].v[0].text, S("cleaned_data")) >= 0;
    bool timed = false;
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));)
        timed |= q->inside[n] == hit->func &&
                 str_eq(py_name(run->tree, py_sym(run->tree, n, keyword_arg)), S("timeout"));
    return timed || form ? CONF_LOW : c;
}

const Rule rule_regex_injection = {
    .id = L("regex-injection"),
    .cwe = 730,
    .proven_in_project = true,
    .also = {400, 1333},
    .severity = SEV_MEDIUM,
    .title = L("outside text is compiled as a regular expression"),
    .why = L("A pattern such as (a+)+$ needs exponential time on a short text, so one "
             "request keeps a worker busy for hours; a pattern of the attacker's also "
             "matches more than was meant."),
    .instead = L("Pass the text through re.escape, or compare without a pattern."),
    .bad = L("import re\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/find\")\n"
             "def find():\n"
             "    return {\"found\": bool(re.search(request.args[\"pattern\"], \"some text\"))}\n"),
    .good = L("import re\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/find\")\n"
              "def find():\n"
              "    return {\"found\": bool(re.search(re.escape(request.args[\"pattern\"]), \"some "
              "text\"))}\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/730.html"),
        L("https://docs.python.org/3/library/re.html#re.escape"),
        L("https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS")),
    .peers = LIST(L("codeql:py/regex-injection")),
    .into = KIND(REGEX),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .judge_hit = judge,
    .fix = mend_fix_regex,
};
