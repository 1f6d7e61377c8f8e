// rule loose-csp: a content security policy that lets any script run.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A nonce or hash makes browsers pass over 'unsafe-inline', 'strict-dynamic' over hosts.
static bool is_tightened(Str sources)
{
    static const Str signs[] = {L("'nonce-"),  L("'sha256-"),         L("'sha384-"),
                                L("'sha512-"), L("'strict-dynamic'"), {0}};
    return str_has(sources, signs);
}

// Do these sources of scripts take anybody's, or what stands in the page?
static bool takes_any(Str sources)
{
    Str one;
    if (is_tightened(sources)) return false;
    while (str_cut(&sources, S(" "), &one))
        if (str_eq(one, S("*")) || str_eq(one, S("'unsafe-inline'")) || str_eq(one, S("https:")) ||
            str_eq(one, S("http:")) || str_eq(one, S("data:")))
            return true;
    return false;
}

// "default-src *; script-src 'self'": what script-src says counts, default-src where there is none.
static bool is_loose(Str policy)
{
    Str part, scripts = {0}, others = {0};
    while (str_cut(&policy, S(";"), &part)) {
        part = str_trim(part);
        if (str_starts(part, S("script-src "))) scripts = str_sub(part, 11, -1);
        if (str_starts(part, S("default-src "))) others = str_sub(part, 12, -1);
    }
    return takes_any(scripts.len ? scripts : others);
}

static void look_at_header(RuleRun *run, NodeId at, NodeId key, NodeId value)
{
    const Query *q = run->query;
    Str name, text;
    if (key && value && query_str(q, key, &name) && str_alike(name, S("Content-Security-Policy")) &&
        query_str(q, value, &text) && is_loose(text))
        rule_report(run, q->inside[at], at, rule_in_package(run) ? CONF_LOW : CONF_MEDIUM,
                    "with this policy a script that somebody got into the page runs");
}

static void look(RuleRun *run)
{
    static const Str header[] = {L("content-security-policy"), {0}};
    if (run->file->is_test || !query_mentions_text(run->query, run->tree->root, header)) return;
    rule_each_header(run, look_at_header);
}

const Rule rule_loose_csp = {
    .id = L("loose-csp"),
    .cwe = 693,
    .also = {79},
    .severity = SEV_LOW,
    .title = L("a content security policy that lets any script run"),
    .why = L("The policy is the second lock, for the day when text of a visitor reaches the page "
             "as markup. With a star or "
             "'unsafe-inline' among the sources of scripts the browser runs that text as if there "
             "were no policy."),
    .instead = L("Name the hosts that scripts come from, and give the scripts in the page a nonce "
                 "that is new in each answer."),
    .bad =
        L("from flask import Flask\n"
          "app = Flask(__name__)\n"
          "@app.after_request\n"
          "def headers(response):\n"
          "    response.headers[\"Content-Security-Policy\"] = \"default-src * 'unsafe-inline'\"\n"
          "    return response\n"),
    .good = L("from flask import Flask\n"
              "app = Flask(__name__)\n"
              "@app.after_request\n"
              "def headers(response):\n"
              "    response.headers[\"Content-Security-Policy\"] = \"default-src 'self'\"\n"
              "    return response\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/693.html"),
                    L("https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP"),
                    L("https://www.w3.org/TR/CSP3/")),
    .at_file = look,
    .words = LIST(L("headers"), L("set_header"), L("add_header"), L("send_header"), L("event"),
                  L("HttpResponse"), L("response"), L("resp")),
};
