// rule log-config-listener: a logging configuration is taken from a socket.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// verify=f, where every return of f hands on what came in: nothing is ever refused.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    NodeId verify = query_arg(q, mark->node, 1, S("verify")), def = 0;
    if (!verify || query_is_none(q, verify)) return c;
    for (uint32_t i = 1; py_kind(t, verify) == PY_Name && (Size)i < q->module->funcs.n; i++)
        if (query_def(q, i) && q->module->funcs.v[i].name == py_sym(t, verify, Name_id))
            def = query_def(q, i);
    bool hands_on = false;
    for (NodeId n = 0; def && (n = query_next(q, PY_Return, n));) {
        if (!query_within(q, n, def)) continue;
        NodeId value = py_node(t, n, Return_value);
        if (!value || query_is_none(q, value) || py_kind(t, value) == PY_IfExp) return CONF_NONE;
        hands_on = true;
    }
    for (NodeId n = 0; def && (n = query_next(q, PY_Raise, n));)
        if (query_within(q, n, def)) return CONF_NONE;
    *message = S("the verify function hands on every configuration, checked or not");
    return hands_on ? c : CONF_NONE;
}

const Rule rule_log_config_listener = {
    .id = L("log-config-listener"),
    .cwe = 94,
    .severity = SEV_MEDIUM,
    .title = L("a logging configuration is taken from a socket"),
    .why = L("logging.config.listen evaluates parts of what it receives: any local user "
             "may run code in this process."),
    .instead = L("Read the configuration from a file, or verify what is received (verify=)."),
    .bad = L("import logging.config\n"
             "t = logging.config.listen(9999)\n"),
    .good = L("import logging.config\n"
              "logging.config.fileConfig(\"log.ini\")\n"),
    .sources =
        LIST(L("https://cwe.mitre.org/data/definitions/94.html"),
             L("https://docs.python.org/3/library/logging.config.html#logging.config.listen")),
    .peers = LIST(L("bandit:B612"), L("ruff:S612")),
    .mark = L("log-config-listener"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
