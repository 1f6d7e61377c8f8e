// rule format-injection: outside text is the pattern of str.format.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// a formatter of the module's own, which looks at the names of the fields
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    const Query *q = run->query;
    (void)message, (void)hit;
    for (uint32_t i = 1; (Size)i < q->module->funcs.n; i++)
        if (str_eq(py_name(q->tree, q->module->funcs.v[i].name), S("get_field"))) return CONF_NONE;
    return c;
}

// def reminder(template, event): return template.format(event=event)
static void look(RuleRun *run)
{
    rule_by_shape(run, PY_Call, mend_fix_format, CONF_LOW,
                  "a parameter is the pattern that objects are put into");
}

const Rule rule_format_injection = {
    .id = L("format-injection"),
    .cwe = 134,
    .severity = SEV_MEDIUM,
    .title = L("outside text is the pattern of str.format"),
    .why = L("A field such as {user.__init__.__globals__} walks attributes of the "
             "arguments, up to module globals with keys and settings, and a width such as "
             "{:>999999999} fills the memory."),
    .instead = L("Keep the pattern constant and pass outside text as a value, or use "
                 "string.Template.safe_substitute."),
    .bad = L("from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/greet\")\n"
             "def greet():\n"
             "    return {\"text\": request.args[\"pattern\"].format(app=app)}\n"),
    .good = L("from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/greet\")\n"
              "def greet():\n"
              "    return {\"text\": \"Hello {name}\".format(name=request.args[\"name\"])}\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/134.html"),
                    L("https://lucumr.pocoo.org/2016/12/29/careful-with-str-format/")),
    .into = KIND(FORMAT),
    .class_b = true,
    .judge_hit = judge,
    .at_file = look,
    .fix = mend_fix_format,
};
