// rule unsafe-yaml-load: a YAML loader that builds any object.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// FullLoader builds no objects since PyYAML 5.4; which version a package gets its installer decides.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message;
    bool full = str_find(mark->callee, S("full_load")) >= 0 ||
                (mark->node && query_mentions(q, mark->node, (const Str[]){L("FullLoader"), {0}}));
    return full && rule_in_package(run) ? CONF_LOW : c;
}

const Rule rule_unsafe_yaml_load = {
    .id       = L("unsafe-yaml-load"),
    .cwe      = 502, .severity = SEV_HIGH,
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
