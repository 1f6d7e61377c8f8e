// rule session-tampering: outside data becomes a key or an unchecked value of the session.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_session_tampering = {
    .id       = L("session-tampering"),
    .cwe      = 501, .also = {20}, .severity = SEV_MEDIUM,
    .title    = L("outside data becomes a key or an unchecked value of the session"),
    .why      = L("Code elsewhere trusts what the session holds. A client that chooses the key "
                  "sets \"is_admin\"; one that chooses the value becomes another user."),
    .instead  = L("Write constant keys, and values that were checked (a user loaded after its "
                  "password was verified)."),
    .bad      = L("from flask import Flask, request, session\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/pref\")\n"
                  "def pref():\n"
                  "    session[request.form[\"key\"]] = request.form[\"value\"]\n"
                  "    return \"ok\"\n"),
    .good     = L("from flask import Flask, request, session\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/pref\")\n"
                  "def pref():\n"
                  "    session[\"theme\"] = \"dark\" if request.form[\"value\"] == \"dark\" else \"light\"\n"
                  "    return \"ok\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/501.html"),
                     L("https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html")),
    .into     = KIND(SESSION),
    .class_b  = true,
    .at_most  = CONF_MEDIUM,
};
