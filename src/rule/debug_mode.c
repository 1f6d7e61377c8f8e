// rule debug-mode: a web server started in debug mode.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

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
    .fix      = mend_fix_flip,
};
