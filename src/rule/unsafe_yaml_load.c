// rule unsafe-yaml-load: a YAML loader that builds any object.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

static bool calls_load(const Query *q)
{
    static const Str loads[] = {L("load"), L("load_all"), {0}};
    for (NodeId n = 0; (n = query_next(q, PY_Call, n));)
        if (str_in(query_method(q, n), loads)) return true;
    return false;
}

// FullLoader builds no objects since PyYAML 5.4; which version a package gets its installer decides.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    bool full = str_find(mark->callee, S("full_load")) >= 0 ||
                (mark->node && query_mentions(q, mark->node, (const Str[]){L("FullLoader"), {0}}));
    if (full) *message = S("before PyYAML 5.4 this loader builds objects that run code; safe_load never does");
    // YAML(typ="unsafe").dump(…): nothing is read
    NodeId up = mark->node ? q->parent[mark->node] : 0;
    if (up && py_kind(run->tree, up) == PY_Attribute && str_starts(query_called(q, up), S("dump")))
        return CONF_NONE;
    if (!rule_in_package(run)) return c;
    // load = partial(yaml.load, Loader=FullLoader), called elsewhere; YAML(typ="unsafe"), of which only dump is called
    NodeId call = mark->node && py_kind(run->tree, mark->node) == PY_Call ? mark->node : 0;
    full |= call && !query_arg(q, call, 1, S("Loader")) && str_ends(mark->callee, S("yaml.load")) &&
            query_mentions(q, run->tree->root, (const Str[]){L("FullLoader"), {0}});
    if (str_ends(mark->callee, S(".YAML")) && !calls_load(q)) return CONF_LOW;
    return full ? CONF_LOW : c;
}

const Rule rule_unsafe_yaml_load = {
    .id       = L("unsafe-yaml-load"),
    .cwe      = 502, .severity = SEV_HIGH, .proven_in_project = true,
    .title    = L("a YAML loader that builds any object"),
    .why      = L("YAML has tags that call functions: !!python/object/apply:os.system runs a "
                  "command while the document is read. This loader follows them, so whoever "
                  "writes the document runs code here."),
    .instead  = L("yaml.safe_load, or a loader derived from SafeLoader."),
    .bad      = L("import yaml\n"
                  "DEFAULTS = yaml.load(open('defaults.yml'), Loader=yaml.Loader)\n"),
    .good     = L("import yaml\n"
                  "def read(text):\n"
                  "    return yaml.safe_load(text)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/502.html"),
                     L("https://pyyaml.org/wiki/PyYAMLDocumentation"),
                     L("https://nvd.nist.gov/vuln/detail/CVE-2017-18342")),
    .peers    = LIST(L("bandit:B506"), L("ruff:S506")),
    .mark     = L("unsafe-yaml-load"), .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix      = mend_fix_yaml,
};
