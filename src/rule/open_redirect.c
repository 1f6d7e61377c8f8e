// rule open-redirect: outside text chooses where the browser is sent.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What stands first in a built address: it names the host.
static NodeId leading(const Query *q, NodeId n, int depth)
{
    const Tree *t = q->tree;
    int k = n ? py_kind(t, n) : PY_NONE;
    if (depth > 6 || !n) return n;
    if (k == PY_Name) {
        NodeId value = query_peel(q, n);
        return value == n ? n : leading(q, value, depth + 1);
    }
    if (k == PY_BinOp && py_at(t, n)->op == OP_ADD)
        return leading(q, py_node(t, n, BinOp_left), depth + 1);
    if (k == PY_JoinedStr && py_list(t, n, JoinedStr_values).n) {
        NodeId first = py_list(t, n, JoinedStr_values).v[0];
        return py_kind(t, first) == PY_FormattedValue
                   ? leading(q, py_node(t, first, FormattedValue_value), depth + 1)
                   : first;
    }
    NodeId parts = k == PY_Call && str_eq(query_method(q, n), S("join"))
                       ? query_arg(q, n, 0, S("")) : 0;
    if (parts && py_kind(t, parts) == PY_List && py_list(t, parts, List_elts).n)
        return leading(q, py_list(t, parts, List_elts).v[0], depth + 1);
    return n;
}

// The address begins with one of the program's own; or a function for that was asked in a form that
// the walk does not follow.
static bool is_probably_own(RuleRun *run, const FlowHit *hit)
{
    static const Str asked[] = {L("is_safe"), L("safe_url"), L("safe_redirect"), L("allowed_host"),
                                L("redirect_safe"), L("route_url"), L("is_internal"), {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, hit->func);
    NodeId target = py_kind(q->tree, hit->node) == PY_Call ? query_arg(q, hit->node, 0, S("url")) : 0;
    NodeId first = target ? leading(q, target, 0) : 0;
    if (first && first != target && !(query_taint(q, first) & KIND(REDIRECT))) return true;
    return def && query_mentions(q, def, asked);
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (!rule_in_package(run)) return c;
    return is_probably_own(run, hit) || !rule_is_direct(run, hit) ? CONF_LOW : c;
}

const Rule rule_open_redirect = {
    .id = L("open-redirect"),
    .cwe = 601,
    .severity = SEV_MEDIUM,
    .title = L("outside text chooses where the browser is sent"),
    .why = L("A link to this site leads to the attacker's page, which people and single- "
             "sign-on flows then trust. \"//evil.example\", \"/\\evil.example\" and "
             "\"http:///evil.example\" pass most home-made tests."),
    .instead = L("Redirect to names of routes (url_for), or check with "
                 "url_has_allowed_host_and_scheme, or require that urlparse finds neither "
                 "scheme nor host after backslashes are replaced."),
    .bad = L("from flask import Flask, request, redirect\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/go\")\n"
             "def go():\n"
             "    return redirect(request.args[\"next\"])\n"),
    .good = L("from flask import Flask, request, redirect, url_for\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/go\")\n"
              "def go():\n"
              "    return redirect(url_for(\"home\"))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/601.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/url-redirection")),
    .into = KIND(REDIRECT),
    .class_b = true,
    .judge_hit = judge,
    .fix = mend_fix_redirect,
};
