// rule regex-injection: outside text is compiled as a regular expression.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_regex_injection = {
    .id = L("regex-injection"),
    .cwe = 730,
    .also = {400, 1333},
    .severity = SEV_MEDIUM,
    .title = L("outside text is compiled as a regular expression"),
    .why = L("A pattern such as (a+)+$ needs exponential time on a short text, so one "
             "request keeps a worker busy for hours; a pattern of the attacker's also "
             "matches more than was meant."),
    .instead = L("Pass the text through re.escape, or compare without a pattern."),
    .bad = L("import re\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/find\")\n"
             "def find():\n"
             "    return {\"found\": bool(re.search(request.args[\"pattern\"], \"some text\"))}\n"),
    .good = L("import re\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/find\")\n"
              "def find():\n"
              "    return {\"found\": bool(re.search(re.escape(request.args[\"pattern\"]), \"some "
              "text\"))}\n"),
    .sources = LIST(
        L("https://cwe.mitre.org/data/definitions/730.html"),
        L("https://docs.python.org/3/library/re.html#re.escape"),
        L("https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS")),
    .peers = LIST(L("codeql:py/regex-injection")),
    .into = KIND(REGEX),
    .class_b = true,
    .at_most = CONF_MEDIUM,
    .fix = mend_fix_regex,
};
