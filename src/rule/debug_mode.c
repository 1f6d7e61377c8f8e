// rule debug-mode: a web server started in debug mode.
// SPDX-License-Identifier: MIT
#include "rule/secrets.h"

// if app.debug: …, if app.debug and not threads: …
static bool asks_switch(const Query *q, NodeId test)
{
    const Tree *t = q->tree;
    if (py_kind(t, test) == PY_BoolOp && py_at(t, test)->op == OP_AND) {
        NodeList all = py_list(t, test, BoolOp_values);
        for (uint32_t i = 0; i < all.n; i++)
            if (asks_switch(q, all.v[i])) return true;
    }
    return py_kind(t, test) == PY_Attribute && str_eq(query_called(q, test), S("debug"));
}

// In a package: is debug mode a constant of a call that serves (or the default of its parameter), and no
// option, no toolbar that asks for the mode itself, no attribute of an application that another runs?
static bool is_evident(const RuleRun *run, const FlowMark *mark)
{
    static const Str named[] = {L("debug"), L("use_debugger"), L("evalex"), {0}};
    const Query *q = run->query;
    const Tree *t = run->tree;
    if (py_kind(t, mark->node) != PY_Call) {
        for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
            if (str_eq(query_method(q, n), S("run"))) return true;
        return false;
    }
    NodeId value = 0;
    for (const Str *k = named; k->len && !value; k++) value = query_arg(q, mark->node, -1, *k);
    if (!value && py_list(t, mark->node, Call_keywords).n + py_list(t, mark->node, Call_args).n < 2)
        return false;
    return !value || !secrets_is_option(q, value, true);
}

// In a branch that asks a setting for it: whoever runs the program chose it. A debugger that is put
// round the application where its own switch is on adds nothing to that switch.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str words[] = {L("debug"), L("dev"), {0}};
    const Query *q = run->query;
    bool wraps = str_ends(mark->callee, S("DebuggedApplication"));
    if (models_has_tag(mark->mark, S("pages"))) {
        *message = S("whoever causes an error is shown the code around it and what its variables hold");
        c = rule_hint(run);
    } else if (rule_in_package(run) && !is_evident(run, mark)) {
        return CONF_LOW;
    }
    for (NodeId n = mark->node; n; n = q->parent[n]) {
        NodeId test = py_kind(q->tree, n) == PY_If ? py_node(q->tree, n, If_test) : 0;
        if (!test) continue;
        if (wraps && asks_switch(q, test)) return CONF_LOW;
        if (rule_in_package(run) &&
            (query_mentions(q, test, words) || query_mentions_text(q, test, words)))
            return CONF_LOW;
    }
    return c;
}

const Rule rule_debug_mode = {
    .id       = L("debug-mode"),
    .cwe      = 489, .also = {215}, .severity = SEV_MEDIUM,
    .title    = L("a web server started in debug mode"),
    .why      = L("The debugger's console runs Python for whoever reaches an error page, and "
                  "pages show source, settings and variables."),
    .instead  = L("Leave debug off in the program, and switch it on from the environment on a "
                  "developer's machine."),
    .bad      = L("from flask import Flask\n"
                  "app = Flask(__name__)\n"
                  "app.run(debug=True)\n"),
    .good     = L("from flask import Flask\n"
                  "app = Flask(__name__)\n"
                  "app.run()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/489.html"),
                     L("https://flask.palletsprojects.com/en/stable/debugging/"),
                     L("https://docs.djangoproject.com/en/stable/ref/settings/#debug")),
    .peers    = LIST(L("bandit:B201"), L("ruff:S201"), L("codeql:py/flask-debug")),
    .mark     = L("debug-mode"), .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .fix      = mend_fix_flip,
};
