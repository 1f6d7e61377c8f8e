// rule autoescape-off: a template engine that does not escape.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// In a package templates make configuration, code and mail as well as pages.
static Confidence judge(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    static const Str pages[] = {L("html"), L("Html"), L("HTML"), L("Response"), L("Handler"),
                                L("request"), {0}};
    const Query *q = run->query;
    NodeId root = run->tree->root;
    (void)message, (void)mark;
    bool page = query_mentions(q, root, pages) || query_mentions_text(q, root, pages);
    return rule_in_package(run) && !page ? CONF_LOW : c;
}

const Rule rule_autoescape_off = {
    .id       = L("autoescape-off"),
    .cwe      = 79, .also = {116}, .severity = SEV_MEDIUM,
    .title    = L("a template engine that does not escape"),
    .why      = L("Every value of every page goes out as it came: one outside value is enough "
                  "for a script in the reader's browser."),
    .instead  = L("jinja2.Environment(autoescape=select_autoescape()), mako's "
                  "default_filters=[\"h\"]."),
    .bad      = L("import jinja2\n"
                  "env = jinja2.Environment(autoescape=False)\n"),
    .good     = L("import jinja2\n"
                  "env = jinja2.Environment(autoescape=jinja2.select_autoescape())\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
                     L("https://jinja.palletsprojects.com/en/stable/api/#autoescaping")),
    .peers    = LIST(L("bandit:B701"), L("bandit:B702"), L("ruff:S701"), L("ruff:S702"),
                     L("codeql:py/jinja2/autoescape-false")),
    .mark     = L("autoescape-off"), .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge,
    .fix      = mend_fix_autoescape,
};
