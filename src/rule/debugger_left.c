// rule debugger-left: a debugger stops the program, or waits for whoever connects.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str own_hosts[] = {L("localhost"), L("127.0.0.1"), L("::1"), {0}};

// debugpy.listen(5678), listen(("127.0.0.1", 5678)), listen(port): heard on this machine alone, or nobody says
// where: only a host that is written is known to be another one.
static bool is_heard_here(const Query *q, NodeId call)
{
    static const Str named[] = {L("address"), L("host"), L("addr"), {0}};
    const Tree *t = q->tree;
    NodeId to = query_arg(q, call, 0, S(""));
    Str host;
    for (const Str *n = named; n->len && !to; n++) to = query_arg(q, call, -1, *n);
    to = to ? query_peel(q, to) : 0;
    if (to && py_kind(t, to) == PY_Tuple && py_list(t, to, 0).n) to = py_list(t, to, 0).v[0];
    return !to || !query_str(q, to, &host) || str_in(host, own_hosts);
}

// if os.getenv("DEBUGPY"): …: whoever runs the program asked for it.
static bool is_asked_for(const Query *q, NodeId n)
{
    static const Str words[] = {L("debug"), L("DEBUG"), L("Debug"), L("DEV"), L("development"), {0}};
    for (; n; n = q->parent[n]) {
        NodeId test = py_kind(q->tree, n) == PY_If ? py_node(q->tree, n, If_test) : 0;
        if (test && (query_mentions(q, test, words) || query_mentions_text(q, test, words))) return true;
    }
    return false;
}

// A request that comes to it waits for somebody at the program's terminal.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (run->file->is_test) return CONF_NONE;
    if (models_has_tag(mark->mark, S("remote"))) {
        bool calls = str_find(mark->callee, S("settrace")) >= 0;
        *message = calls ? S("whoever listens at that address runs code in this process")
                         : S("whoever connects runs code in this process");
        bool here = is_heard_here(q, mark->node) || is_asked_for(q, mark->node);
        return here || rule_in_package(run) ? CONF_LOW : c;
    }
    *message = S("the program stops here until somebody at its terminal goes on");
    return mark->func && query_is_handler(q, mark->func) ? c : CONF_LOW;
}

const Rule rule_debugger_left = {
    .id = L("debugger-left"),
    .cwe = 489,
    .severity = SEV_MEDIUM,
    .title = L("a debugger was left in the program"),
    .why = L("A breakpoint in a server holds up every request that comes to it; a debugger that listens on the "
             "network runs what it is told, and asks nobody for a password."),
    .instead = L("Take it out, or let only the developer's own machine reach it."),
    .bad = L("import debugpy\n"
             "debugpy.listen((\"0.0.0.0\", 5678))\n"),
    .good = L("import os\n"
              "import debugpy\n"
              "if os.environ.get(\"DEBUG_HERE\"):\n"
              "    debugpy.connect((\"127.0.0.1\", 5678))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/489.html"),
                    L("https://github.com/microsoft/debugpy/wiki/API-Reference")),
    .mark = L("debugger-left"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
};
