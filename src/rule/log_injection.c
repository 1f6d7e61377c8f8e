// rule log-injection: outside text is written to a log with its line breaks.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_log_injection = {
    .id       = L("log-injection"),
    .cwe      = 117, .also = {93}, .severity = SEV_LOW,
    .title    = L("outside text is written to a log with its line breaks"),
    .why      = L("A line break in the text starts a log line of the attacker's making: a "
                  "forged success, a hidden attack, or input for the tool that reads the log."),
    .instead  = L("Replace \\r and \\n, log with repr (%r), or log as JSON."),
    .bad      = L("import logging\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/login\")\n"
                  "def login():\n"
                  "    logging.info(\"login of \" + request.args[\"user\"])\n"
                  "    return \"ok\"\n"),
    .good     = L("import logging\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/login\")\n"
                  "def login():\n"
                  "    logging.info(\"login of %s\", request.args[\"user\"].replace(\"\\r\", \"\").replace(\"\\n\", \"\"))\n"
                  "    return \"ok\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/117.html"),
                     L("https://owasp.org/www-community/attacks/Log_Injection")),
    .peers    = LIST(L("codeql:py/log-injection")),
    .into     = KIND(LOG),
    .class_b  = true,
    .at_most  = CONF_MEDIUM,
    .fix      = mend_fix_log,
};
