// rule error-exposure: an exception's text or traceback is sent to the client.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// A message is less than a traceback.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    bool caught = hit->npaths && hit->paths[0].n &&
                  str_find(hit->paths[0].v[0].what, S("is caught")) >= 0;
    (void)run, (void)message;
    return caught && c > CONF_MEDIUM ? CONF_MEDIUM : c;
}

const Rule rule_error_exposure = {
    .id       = L("error-exposure"),
    .cwe      = 209, .also = {497}, .severity = SEV_MEDIUM,
    .title    = L("an exception's text or traceback is sent to the client"),
    .why      = L("Paths, queries, versions and values in the text help the next attack, and "
                  "sometimes are the secret itself."),
    .instead  = L("Log the exception (logging.exception) and answer with a general sentence and "
                  "a number to quote."),
    .bad      = L("import traceback\n"
                  "from flask import Flask\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/\")\n"
                  "def index():\n"
                  "    try:\n"
                  "        return str(1 / 0)\n"
                  "    except ZeroDivisionError:\n"
                  "        return traceback.format_exc(), 500\n"),
    .good     = L("import logging\n"
                  "from flask import Flask\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/\")\n"
                  "def index():\n"
                  "    try:\n"
                  "        return str(1 / 0)\n"
                  "    except ZeroDivisionError:\n"
                  "        logging.exception(\"index\")\n"
                  "        return \"internal error\", 500\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/209.html"),
                     L("https://owasp.org/www-community/Improper_Error_Handling")),
    .peers    = LIST(L("codeql:py/stack-trace-exposure")),
    .into     = KIND(REPLY) | KIND(HTML),
    .from     = KIND(EXCEPTION),
    .class_b  = true,
    .judge_hit = judge,
    .fix      = mend_fix_error_text,
};
