// rule insecure-temp-name: a temporary name that somebody else can take first.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// mktemp(dir=self.folder), where the module makes a folder that is its own: nobody else gets in.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str makes[] = {L("mkdtemp"), L("TemporaryDirectory"), {0}};
    const Query *q = run->query;
    (void)message;
    NodeId dir =
        py_kind(q->tree, mark->node) == PY_Call ? query_arg(q, mark->node, 2, S("dir")) : 0;
    NodeId made = dir ? query_peel(q, dir) : 0;
    if (!made) return c;
    // a folder that is no shared one: in a package, medium only where it is said to be one
    static const Str shared[] = {L("gettempdir"), L("TMPDIR"), {0}};
    static const Str tmp[] = {L("tmp"), {0}};
    if (rule_in_package(run) && !query_is_none(q, dir) && !query_mentions(q, made, shared) &&
        !query_mentions_text(q, made, tmp))
        return CONF_LOW;
    if (py_kind(q->tree, made) == PY_Call && query_named(query_method(q, made), makes))
        return CONF_LOW;
    return (py_kind(q->tree, dir) == PY_Attribute || py_kind(q->tree, dir) == PY_Name) &&
                   rule_in_package(run) &&
                   query_mentions(q, q->tree->root, (const Str[]){L("mkdtemp"), {0}})
               ? CONF_LOW
               : c;
}

const Rule rule_insecure_temp_name = {
    .id       = L("insecure-temp-name"),
    .cwe      = 377, .severity = SEV_MEDIUM,
    .title    = L("a temporary name that somebody else can take first"),
    .why      = L("Between the choice of the name and the opening of the file another user can "
                  "put a link there, and the program writes where it points."),
    .instead  = L("tempfile.mkstemp, NamedTemporaryFile or TemporaryDirectory make the file and "
                  "the name in one step."),
    .bad      = L("import tempfile\n"
                  "name = tempfile.mktemp()\n"),
    .good     = L("import tempfile\n"
                  "f = tempfile.NamedTemporaryFile()\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/377.html"),
                     L("https://docs.python.org/3/library/tempfile.html#tempfile.mktemp")),
    .peers    = LIST(L("bandit:B306"), L("bandit:B325"), L("ruff:S306"),
                     L("codeql:py/insecure-temporary-file")),
    .mark     = L("insecure-temp-name"), .mark_confidence = CONF_HIGH,
    .judge_mark = judge,
    .fix      = mend_fix_temp_name,
};
