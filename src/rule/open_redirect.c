// rule open-redirect: outside text chooses where the browser is sent.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_open_redirect = {
    .id = L("open-redirect"),
    .cwe = 601,
    .severity = SEV_MEDIUM,
    .title = L("outside text chooses where the browser is sent"),
    .why = L("A link to this site leads to the attacker's page, which people and single- "
             "sign-on flows then trust. \"//evil.example\", \"/\\evil.example\" and "
             "\"http:///evil.example\" pass most home-made tests."),
    .instead = L("Redirect to names of routes (url_for), or check with "
                 "url_has_allowed_host_and_scheme, or require that urlparse finds neither "
                 "scheme nor host after backslashes are replaced."),
    .bad = L("from flask import Flask, request, redirect\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/go\")\n"
             "def go():\n"
             "    return redirect(request.args[\"next\"])\n"),
    .good = L("from flask import Flask, request, redirect, url_for\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/go\")\n"
              "def go():\n"
              "    return redirect(url_for(\"home\"))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/601.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html")),
    .peers = LIST(L("codeql:py/url-redirection")),
    .into = KIND(REDIRECT),
    .class_b = true,
    .fix = mend_fix_redirect,
};
