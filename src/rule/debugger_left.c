// rule debugger-left: a debugger stops the program, or waits for whoever connects.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static const Str here[] = {L("localhost"), L("127.0.0.1"), L("::1"), {0}};

// debugpy.listen(5678), listen(("127.0.0.1", 5678)): heard on this machine alone.
static bool is_heard_here(const Query *q, NodeId call)
{
    NodeId to = query_arg(q, call, 0, S("address"));
    int64_t port;
    if (!to) to = query_arg(q, call, 0, S("host"));
    return !to || query_int(q, to, &port) || query_mentions_text(q, to, here);
}

// A request that comes to it waits for somebody at the program's terminal.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    if (run->file->is_test) return CONF_NONE;
    if (models_has_tag(mark->mark, S("remote"))) {
        *message = S("whoever connects runs code in this process");
        return is_heard_here(q, mark->node) || rule_in_package(run) ? CONF_LOW : c;
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
