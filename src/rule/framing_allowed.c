// rule framing-allowed: other sites may show this page inside theirs.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// X-Frame-Options knows DENY and SAMEORIGIN; browsers take no notice of anything else.
static bool is_no_frame_option(Str value)
{
    value = str_trim(value);
    return value.len && !str_alike(value, S("DENY")) && !str_alike(value, S("SAMEORIGIN"));
}

// "frame-ancestors *", "frame-ancestors https:": everybody
static bool lets_all_frame(Str policy)
{
    Str part;
    while (str_cut(&policy, S(";"), &part)) {
        part = str_trim(part);
        if (!str_starts(part, S("frame-ancestors "))) continue;
        Str who = str_trim(str_sub(part, 16, -1));
        return str_eq(who, S("*")) || str_eq(who, S("https:")) || str_eq(who, S("http: https:")) ||
               str_eq(who, S("https: http:"));
    }
    return false;
}

// A table may hold what a header is for, a field's name, or how bad it is that it is missing: what is sent to let
// others in says so.
static bool is_meant_to_allow(Str value)
{
    value = str_trim(value);
    return str_eq(value, S("*")) || (value.len >= 5 && str_alike(str_sub(value, 0, 5), S("ALLOW")));
}

static void look_at_header(RuleRun *run, NodeId at, NodeId key, NodeId value)
{
    const Query *q = run->query;
    Str name, text;
    if (!key || !value || !query_str(q, key, &name) || !query_str(q, value, &text)) return;
    bool table = py_kind(q->tree, q->parent[at]) == PY_Dict;
    bool frame = str_alike(name, S("X-Frame-Options")) && is_no_frame_option(text) &&
                 (!table || is_meant_to_allow(text));
    bool policy = str_alike(name, S("Content-Security-Policy")) && lets_all_frame(text);
    if (frame || policy)
        rule_report(run, q->inside[at], at, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                    frame ? "browsers know no such value, and let every site frame the page"
                          : "every site may frame the page");
}

// @xframe_options_exempt, xframe_options_exempt(view): somebody decided it, for a widget as often as not.
static void look_at_exempt(RuleRun *run)
{
    const Query *q = run->query;
    bool named = query_names(q, S("xframe_options_exempt"));
    for (NodeId n = 0; named && (n = query_next(q, PY_Name, n));)
        if (str_eq(query_called(q, n), S("xframe_options_exempt")))
            rule_report(run, q->inside[n], n, CONF_LOW,
                        "every site may frame what this view shows");
}

// X_FRAME_OPTIONS = "ALLOWALL"
static void look_at_settings(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        Str text;
        if (str_eq(query_called(q, to), S("X_FRAME_OPTIONS")) && py_kind(t, to) == PY_Name &&
            query_str(q, py_node(t, n, Assign_value), &text) && is_no_frame_option(text))
            rule_report(run, q->inside[n], n, CONF_MEDIUM,
                        "browsers know no such value, and let every site frame the pages");
    }
}

static void look(RuleRun *run)
{
    static const Str headers[] = {L("x-frame-options"), L("content-security-policy"), {0}};
    if (run->file->is_test) return;
    look_at_exempt(run);
    if (query_names(run->query, S("X_FRAME_OPTIONS"))) look_at_settings(run);
    if (query_mentions_text(run->query, run->tree->root, headers)) rule_each_header(run, look_at_header);
}

const Rule rule_framing_allowed = {
    .id = L("framing-allowed"),
    .cwe = 1021,
    .severity = SEV_LOW,
    .title = L("other sites may show this page inside theirs"),
    .why = L("A page that lies, unseen, above or below another one takes the visitor's clicks: "
             "they mean to press a button "
             "of the attacker's page, and delete an account or allow a payment on this one, where "
             "they are logged in."),
    .instead = L("Send `X-Frame-Options: DENY` (or SAMEORIGIN) and `Content-Security-Policy: "
                 "frame-ancestors 'self'`, with the "
                 "sites that may frame the page by name."),
    .bad = L("from flask import Flask\n"
             "app = Flask(__name__)\n"
             "@app.after_request\n"
             "def headers(response):\n"
             "    response.headers[\"X-Frame-Options\"] = \"ALLOWALL\"\n"
             "    return response\n"),
    .good = L("from flask import Flask\n"
              "app = Flask(__name__)\n"
              "@app.after_request\n"
              "def headers(response):\n"
              "    response.headers[\"X-Frame-Options\"] = \"DENY\"\n"
              "    return response\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/1021.html"),
        L("https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options"),
        L("https://docs.djangoproject.com/en/stable/ref/clickjacking/")),
    .at_file = look,
    .words = LIST(L("headers"), L("xframe_options_exempt"), L("X_FRAME_OPTIONS"), L("set_header"),
                  L("add_header"), L("send_header"), L("event"), L("HttpResponse"),
                  L("response"), L("resp")),
};
