// rule template-injection: outside text becomes source of a template.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// Template(uri=…, **options): the options of its callers, not the text.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    static const Str boxes[] = {L("SandboxedEnvironment"), L("ImmutableSandboxedEnvironment"), {0}};
    (void)message;
    bool parses = str_ends(hit->callee, S(".parse")) || str_ends(hit->callee, S(".compile"));
    if (parses && query_mentions(run->query, run->tree->root, boxes)) return CONF_NONE;
    // what an administrator or a stored record says is a template is one
    if (rule_in_package(run) &&
        (!rule_takes_text(run, hit, false) || rule_is_admins(run, hit->func)))
        return CONF_LOW;
    bool options = hit->npaths && hit->paths[0].n && !(hit->reach & KIND(REMOTE)) &&
                   str_find(hit->paths[0].v[0].text, S("**")) >= 0;
    return options ? CONF_LOW : c;
}

const Rule rule_template_injection = {
    .id = L("template-injection"),
    .cwe = 1336,
    .also = {94},
    .severity = SEV_CRITICAL,
    .title = L("outside text becomes source of a template"),
    .why = L("A template is a program. Text such as {{ ''.__class__.__mro__ }} in its "
             "source reaches Python's internals and from there a shell."),
    .instead = L("Keep the template's source constant and pass values as variables. Templates "
                 "that users write belong in a sandboxed environment (jinja2.sandbox) or a "
                 "language without logic."),
    .bad =
        L("from flask import Flask, request, render_template_string\n"
          "app = Flask(__name__)\n"
          "@app.get(\"/hi\")\n"
          "def hi():\n"
          "    return render_template_string(\"<p>Hello \" + request.args[\"name\"] + \"</p>\")\n"),
    .good = L("from flask import Flask, request, render_template_string\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/hi\")\n"
              "def hi():\n"
              "    return render_template_string(\"<p>Hello {{ name }}</p>\", "
              "name=request.args[\"name\"])\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/1336.html"),
                    L("https://jinja.palletsprojects.com/en/stable/sandbox/"),
                    L("https://portswigger.net/research/server-side-template-injection")),
    .peers = LIST(L("codeql:py/template-injection")),
    .into = KIND(TEMPLATE),
    .fix = mend_fix_template,
    .judge_hit = judge,
};
