// rule any-host: requests for any host name are answered.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool holds_star(const Query *q, NodeId list)
{
    Str text;
    list = query_peel(q, list);
    int k = list ? py_kind(q->tree, list) : PY_NONE;
    if (k != PY_List && k != PY_Tuple && k != PY_Set) return false;
    NodeList items = py_list(q->tree, list, 0);
    for (uint32_t i = 0; i < items.n; i++)
        if (query_str(q, items.v[i], &text) && str_eq(text, S("*"))) return true;
    return false;
}

// settings_example.py is to be copied and filled in; `from settings_local import *` below takes it over.
static bool is_taken_over(const RuleRun *run, NodeId n)
{
    static const Str samples[] = {L("example"), L("sample"), L("template"), {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (!rule_in_package(run)) return false;
    Str name = path_last(run->module->path);
    if (query_named(name, samples)) return true;
    for (NodeId i = 0; (i = query_next(q, PY_ImportFrom, i));)
        if (py_at(t, i)->beg > py_at(t, n)->end && str_find(py_text(t, i), S("*")) >= 0)
            return true;
    return false;
}

static void look_at_settings(RuleRun *run)
{
    static const Str django[] = {L("installed_apps"), L("root_urlconf"), L("secret_key"),
                                 L("middleware"),     L("debug"),        {0}};
    const Query *q = run->query;
    const Tree *t = q->tree;
    static const int kinds[] = {PY_Assign, PY_AugAssign};
    for (Size i = 0; i < countof(kinds); i++)
        for (NodeId n = 0; (n = query_next(q, kinds[i], n));) {
            int kind = kinds[i];
            NodeId to = kind == PY_Assign ? py_list(t, n, Assign_targets).v[0]
                                          : py_node(t, n, AugAssign_target);
            NodeId value = py_node(t, n, kind == PY_Assign ? Assign_value : AugAssign_value);
            if (!str_eq(query_called(q, to), S("ALLOWED_HOSTS")) || !holds_star(q, value) ||
                rule_is_overridden(run, S("ALLOWED_HOSTS")))
                continue;
            rule_report(run, q->inside[n], n,
                        query_mentions(q, t->root, django) && !rule_is_development(run) &&
                                !is_taken_over(run, n)
                            ? CONF_MEDIUM
                            : CONF_LOW,
                        "ALLOWED_HOSTS lets every name through");
        }
}

static void look_at_middleware(RuleRun *run)
{
    const Query *q = run->query;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        static const Str host[] = {L("trustedhostmiddleware"), {0}};
        NodeId list = query_arg(q, n, -1, S("allowed_hosts"));
        if (list && query_mentions(q, n, host) && holds_star(q, list))
            rule_report(run, q->inside[n], n, rule_is_development(run) ? CONF_LOW : CONF_MEDIUM,
                        "TrustedHostMiddleware lets every name through");
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_settings(run);
    look_at_middleware(run);
}

const Rule rule_any_host = {
    .id       = L("any-host"),
    .cwe      = 644, .also = {183}, .severity = SEV_LOW,
    .title    = L("requests for any host name are answered"),
    .why      = L("The Host header is what the client writes. Where the program builds links from "
                  "it (a password reset mail, a redirect, a cached page), the attacker asks with "
                  "his own host, and the user's token is sent there."),
    .instead  = L("Name the hosts that this site has: ALLOWED_HOSTS = [\"example.com\"], "
                  "TrustedHostMiddleware(allowed_hosts=[\"example.com\", \"*.example.com\"])."),
    .bad      = L("DEBUG = False\n"
                  "ROOT_URLCONF = \"site.urls\"\n"
                  "ALLOWED_HOSTS = [\"*\"]\n"),
    .good     = L("DEBUG = False\n"
                  "ROOT_URLCONF = \"site.urls\"\n"
                  "ALLOWED_HOSTS = [\"example.com\"]\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/644.html"),
                     L("https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts"),
                     L("https://portswigger.net/web-security/host-header")),
    .at_file  = look,
    .words    = LIST(L("ALLOWED_HOSTS"), L("TrustedHostMiddleware")),
};
