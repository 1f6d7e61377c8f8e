// rule xss: outside text becomes markup of a page.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_xss = {
    .id = L("xss"),
    .cwe = 79,
    .also = {80},
    .severity = SEV_HIGH,
    .title = L("outside text becomes markup of a page"),
    .why = L("A script element or an event handler in the text runs in the reader's "
             "browser with the reader's session: it can act as them and read what they "
             "see."),
    .instead = L("Render with a template that escapes by itself, or escape with "
                 "markupsafe.escape or html.escape where the page is built by hand. JSON "
                 "inside a script element needs its \"<\" escaped as well; a link needs its "
                 "scheme checked."),
    .bad = L("from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/hi\")\n"
             "def hi():\n"
             "    return \"<p>Hello \" + request.args[\"name\"] + \"</p>\"\n"),
    .good = L("from flask import Flask, request\n"
              "from markupsafe import escape\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/hi\")\n"
              "def hi():\n"
              "    return \"<p>Hello \" + str(escape(request.args[\"name\"])) + \"</p>\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/79.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Cross_Site_Scripting_Prevention_Cheat_Sheet.html"),
                    L("https://flask.palletsprojects.com/en/stable/web-security/")),
    .peers = LIST(L("bandit:B703"), L("bandit:B308"), L("bandit:B704"), L("ruff:S308"),
                  L("ruff:S704"), L("codeql:py/reflective-xss")),
    .into = KIND(HTML) | KIND(SCRIPT),
    .class_b = true,
    .fix = mend_fix_html,
};
