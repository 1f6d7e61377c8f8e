// rule cookie-injection: outside text becomes a cookie's name or value.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Frameworks quote a cookie's value, and a client may set its own cookies anyway: its name is what
// matters in a package.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message;
    if (!rule_in_package(run) || py_kind(run->tree, hit->node) != PY_Call) return c;
    NodeId name = query_arg(q, hit->node, 0, S("key"));
    Str text;
    return name && query_str(q, name, &text) ? CONF_LOW : c;
}

const Rule rule_cookie_injection = {
    .id = L("cookie-injection"),
    .cwe = 20,
    .also = {113},
    .severity = SEV_MEDIUM,
    .title = L("outside text becomes a cookie's name or value"),
    .why = L("A cookie made of request data lets a link plant a cookie in the visitor's "
             "browser: session fixation, or a value that another part of the site trusts; "
             "a separator adds attributes."),
    .instead = L("Set cookies from values of your own making, or from a fixed list of what may "
                 "be chosen."),
    .bad = L("from flask import Flask, request, make_response\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/lang\")\n"
             "def lang():\n"
             "    r = make_response(\"ok\")\n"
             "    r.set_cookie(request.args[\"name\"], request.args[\"value\"], secure=True, "
             "httponly=True, samesite=\"Lax\")\n"
             "    return r\n"),
    .good = L("from flask import Flask, request, make_response\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/lang\")\n"
              "def lang():\n"
              "    r = make_response(\"ok\")\n"
              "    value = \"de\" if request.args[\"value\"] == \"de\" else \"en\"\n"
              "    r.set_cookie(\"lang\", value, secure=True, httponly=True, samesite=\"Lax\")\n"
              "    return r\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/20.html"),
                    L("https://codeql.github.com/codeql-query-help/python/py-cookie-injection/")),
    .peers = LIST(L("codeql:py/cookie-injection")),
    .into = KIND(COOKIE),
    .class_b = true,
    .judge_hit = judge,
    .at_most = CONF_MEDIUM,
};
