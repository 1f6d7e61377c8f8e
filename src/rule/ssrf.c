// rule ssrf: outside text chooses the address that this server asks.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// read_csv(StringIO(text)), whatever module the name was taken from: a file in memory is no address
static bool is_in_memory(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    NodeId given = py_kind(run->tree, hit->node) == PY_Call ? query_arg(q, hit->node, 0, S("")) : 0,
           made = given ? query_peel(q, given) : 0;
    if (!made || py_kind(run->tree, made) != PY_Call) return false;
    return str_eq(query_method(q, made), S("StringIO")) ||
           str_eq(query_method(q, made), S("BytesIO"));
}

// data, peer = sock.recvfrom(n): sock.connect(peer) answers whoever wrote.
static bool is_answer(const FlowHit *hit)
{
    return hit->npaths && hit->paths[0].n &&
           (str_find(hit->paths[0].v[0].what, S("recv")) >= 0 ||
            str_find(hit->paths[0].v[0].text, S("recvfrom")) >= 0);
}

// Names of what asks where an address leads, in the function that asks for it and in the handler.
static const Str asks[] = {L("check_"),    L("guard"),       L("safe"),       L("is_private"),
                           L("is_global"), L("getaddrinfo"), L("ip_address"), L("allow"),
                           L("forbid"),    L("valid"),       L("blocked"),    L("ssrf"),
                           L("is_public"), L("assert_"),     L("netloc"),     L("hostname"),
                           L("host"),      L("permit"),      L("trusted"),    {0}};

// A preview of a link, a hook that is called back: the address stands in what somebody else wrote. In a
// library no caller shows that.
static bool is_of_others(const RuleRun *run, const FlowHit *hit)
{
    static const Str purpose[] = {L("preview"),   L("webhook"),   L("unfurl"),   L("oembed"),
                                  L("favicon"),   L("opengraph"), L("linkcard"), L("link_card"),
                                  L("thumbnail"), L("avatar"),    L("pingback"), {0}};
    static const Str looks[] = {
        L("check_"),      L("guard"),      L("is_safe"),   L("is_private"), L("is_global"),
        L("getaddrinfo"), L("ip_address"), L("allowed"),   L("forbid"),     L("validate"),
        L("blocked"),     L("ssrf"),       L("is_public"), L("assert_"),    {0}};
    const Query *q = run->query;
    NodeId def = query_def(q, hit->func);
    if (rule_in_package(run) || run->file->is_test || !def || hit->shape.prefix.len) return false;
    const Func *f = &run->module->funcs.v[hit->func];
    // an address that users stored is somebody else's, too, whatever the function is for
    bool stored = hit->npaths && hit->paths[0].source & KIND(STORED);
    if (!stored && !query_named(run->module->path, purpose) && !query_named(f->qualname, purpose))
        return false;
    return !query_mentions(q, q->tree->root, looks);
}

// In a package, an address that begins with a host of its own configuration.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    if (is_in_memory(run, hit)) return CONF_NONE;
    static const Str files[] = {L("io.BytesIO"), L("io.StringIO"), {0}};
    for (const Str *f = files; f->len; f++)
        if (flow_is_a(run->file, hit->func, hit->value, *f)) return CONF_NONE;
    if (rule_model_may_anyway(run, hit)) return CONF_LOW;
    if (c == CONF_LOW && is_of_others(run, hit)) return CONF_MEDIUM;
    if (!rule_in_package(run)) return c;
    if (rule_is_admins(run, hit->func) || is_answer(hit)) return CONF_LOW;
    return rule_begins_own(run, hit, 0, KIND(URL)) || rule_is_asked(run, hit, ASKED_HOST) ? CONF_LOW
                                                                                          : c;
}

const Rule rule_ssrf = {
    .id = L("ssrf"),
    .cwe = 918,
    .proven_in_project = true,
    .also = {441},
    .severity = SEV_HIGH,
    .title = L("outside text chooses the address that this server asks"),
    .why = L("The request is made from inside: cloud metadata (169.254.169.254), databases "
             "and admin pages that trust the internal network answer to it. A prefix test "
             "without a closing slash, or redirects followed, give the choice back to the "
             "attacker."),
    .instead = L("Choose host and scheme from a fixed list, put outside text only in the path "
                 "or query (quoted), and do not follow redirects."),
    .bad = L("import requests\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/fetch\")\n"
             "def fetch():\n"
             "    return requests.get(request.args[\"url\"], timeout=5).json()\n"),
    .good = L("import requests\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "HOSTS = {\"eu\": \"https://eu.example.org\", \"us\": \"https://us.example.org\"}\n"
              "@app.get(\"/fetch\")\n"
              "def fetch():\n"
              "    return requests.get(HOSTS[request.args[\"region\"]], timeout=5).json()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/918.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html")),
    .peers = LIST(L("bandit:B310"), L("ruff:S310"), L("codeql:py/full-ssrf"),
                  L("codeql:py/partial-ssrf")),
    .into = KIND(URL),
    .class_b = true,
    .surer_in_program = true,
    .handed = asks,
    .fix = mend_fix_ssrf,
    .judge_hit = judge,
};
