// rule obsolete-function: a function that is obsolete for a security reason.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// inspect.getargspec is gone, and was no danger.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)run, (void)message;
    return str_starts(mark->callee, S("inspect.")) ? CONF_LOW : c;
}

const Rule rule_obsolete_function = {
    .id       = L("obsolete-function"),
    .cwe      = 477, .severity = SEV_LOW,
    .proven_in_project = true,
    .title    = L("a function that is obsolete for a security reason"),
    .why      = L("The function was replaced for a security reason, or is gone from supported "
                  "versions. It keeps its known weakness, and whatever is found next in it will "
                  "not be mended."),
    .instead  = L("Use what replaced it, as its documentation says."),
    .bad      = L("import ssl\n"
                  "s = ssl.wrap_socket(open(\"x\"))\n"),
    .good     = L("import ssl\n"
                  "ctx = ssl.create_default_context()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/477.html"),
                     L("https://docs.python.org/3/library/ssl.html"),
                     L("https://peps.python.org/pep-0594/")),
    .judge_mark = judge,
    .mark     = L("obsolete-function"), .mark_confidence = CONF_MEDIUM,
    .weak_in_package = true,
};
