// rule debug-settings: debug mode is switched on in the settings.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str django[] = {
    L("installed_apps"), L("middleware"), L("root_urlconf"), L("allowed_hosts"), {0}};

// In a package: the settings of a project that is served as they stand (it names its URLs or its
// application), without others that are read over them; no example, no branch.
static bool is_evident(const RuleRun *run, NodeId n)
{
    static const Str served[] = {
        L("ROOT_URLCONF"), L("WSGI_APPLICATION"), L("ASGI_APPLICATION"), {0}};
    static const Str local[] = {L("settings_local"), L("local_settings"), L("localsettings"),
                                L("dev_settings"), L("settings_dev"), {0}};
    static const Str shown[] = {L("example"), L("sample"), L("template"), L("demo"), {0}};
    const Query *q = run->query;
    if (!rule_in_package(run)) return true;
    for (NodeId up = n; up; up = q->parent[up])
        if (py_kind(q->tree, up) == PY_If) return false;
    if (query_named(run->module->within, shown)) return false;
    for (Size i = 0; i < q->tree->names.n; i++)
        if (query_named(q->tree->names.v[i], local)) return false;
    for (const Str *s = served; s->len; s++)
        if (query_uses(q, q->tree->root, *s)) return true;
    return false;
}

static Confidence how_sure(const RuleRun *run, NodeId n)
{
    return rule_is_development(run) || !is_evident(run, n) ? CONF_LOW : CONF_MEDIUM;
}

// app.config.update({"DEBUG": True}), from_mapping({…})
static void look_at_update(RuleRun *run, NodeId call)
{
    static const Str fills[] = {L("update"), L("from_mapping"), {0}};
    const Query *q = run->query;
    NodeId first = str_in(query_method(q, call), fills) ? query_arg(q, call, 0, S("")) : 0;
    NodeId func = py_node(q->tree, call, Call_func), of = first
        ? py_node(q->tree, func, Attribute_value) : 0;
    // logging_config's DEBUG is a level
    if (!first || !str_eq(query_called(q, of), S("config"))) return;
    NodeId dict = query_peel(q, first), on = py_kind(q->tree, dict) == PY_Dict
        ? query_item(q, dict, S("DEBUG")) : 0;
    if (on && query_is_true(q, on))
        rule_report(run, q->inside[call], call, how_sure(run, call), "DEBUG is on");
}

static void look_at_assignments(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Assign, n));) {
        NodeId to = py_list(t, n, Assign_targets).v[0];
        if (!str_eq(query_called(q, to), S("DEBUG")) ||
            !query_is_true(q, py_node(t, n, Assign_value)))
            continue;
        bool config = py_kind(t, to) == PY_Subscript &&
                      query_mentions(q, to, (const Str[]){L("config"), {0}});
        if (!config && rule_is_overridden(run, S("DEBUG"))) continue;
        if (config || query_mentions(q, t->root, django))
            rule_report(run, q->inside[n], n, how_sure(run, n), "DEBUG is on");
    }
    for (NodeId n = 0; (n = query_next(q, PY_keyword, n));) {
        NodeId call = q->parent[n];
        if (!str_eq(py_name(t, py_sym(t, n, keyword_arg)), S("DEBUG"))) continue;
        bool update =
            py_kind(t, call) == PY_Call &&
            (str_eq(query_method(q, call), S("update")) ||
             str_eq(query_method(q, call), S("from_mapping"))) &&
            query_mentions(q, py_node(t, call, Call_func), (const Str[]){L("config"), {0}});
        if (update && query_is_true(q, py_node(t, n, keyword_value)))
            rule_report(run, q->inside[n], n, how_sure(run, n), "DEBUG is on");
    }
}

// app.run(**OPTIONS) with "debug": True in the dictionary
static void look_at_options(RuleRun *run)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));) {
        look_at_update(run, n);
        if (!str_eq(query_method(q, n), S("run")) && !str_eq(query_method(q, n), S("run_server")))
            continue;
        NodeList keys = py_list(t, n, Call_keywords);
        for (uint32_t i = 0; i < keys.n; i++) {
            if (py_sym(t, keys.v[i], keyword_arg)) continue;
            NodeId on =
                query_item(q, query_peel(q, py_node(t, keys.v[i], keyword_value)), S("debug"));
            if (on && query_is_true(q, on))
                rule_report(run, q->inside[n], n, CONF_MEDIUM, "the options switch debug mode on");
        }
    }
}

static void look(RuleRun *run)
{
    if (run->file->is_test) return;
    look_at_assignments(run);
    look_at_options(run);
}

const Rule rule_debug_settings = {
    .id = L("debug-settings"),
    .cwe = 489,
    .also = {215},
    .severity = SEV_MEDIUM,
    .title = L("debug mode is switched on in the settings"),
    .why = L("With debug mode on an error page shows the source, the settings and the variables "
             "of the request, and some consoles run Python for whoever opens them. An attacker "
             "only needs to cause one error."),
    .instead = L("DEBUG = False in what is deployed; read it from the environment on a "
                 "developer's machine."),
    .bad = L("from flask import Flask\n"
             "app = Flask(__name__)\n"
             "app.config[\"DEBUG\"] = True\n"),
    .good = L("import os\n"
              "from flask import Flask\n"
              "app = Flask(__name__)\n"
              "app.config[\"DEBUG\"] = os.environ.get(\"APP_DEBUG\") == \"1\"\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/489.html"),
             L("https://docs.djangoproject.com/en/stable/howto/deployment/checklist/#debug")),
    .at_file = look,
    .fix = mend_fix_debug,
    .words = LIST(L("config"), L("DEBUG"), L("debug"), L("run"), L("DebuggedApplication")),
};
