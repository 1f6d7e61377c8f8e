// rule argument-injection: outside text chooses the program or an option of it.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_argument_injection = {
    .id       = L("argument-injection"),
    .cwe      = 88, .severity = SEV_HIGH,
    .title    = L("outside text chooses the program or an option of it"),
    .why      = L("No shell is involved, but a value that begins with a dash is read as an "
                  "option (ssh -oProxyCommand=…, tar --checkpoint-action=…), and a value in the "
                  "first place chooses the program itself."),
    .instead  = L("Keep the program constant, put \"--\" before values where the program knows "
                  "it, or refuse values that begin with a dash."),
    .bad      = L("import subprocess\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/run\")\n"
                  "def run():\n"
                  "    return subprocess.run([request.args[\"tool\"], \"--version\"], capture_output=True, text=True).stdout\n"),
    .good     = L("import subprocess\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.get(\"/run\")\n"
                  "def run():\n"
                  "    return subprocess.run([\"git\", \"log\", \"-1\"], capture_output=True, text=True).stdout\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/88.html"),
                     L("https://sonarsource.github.io/argument-injection-vectors/")),
    .peers    = LIST(L("bandit:B603"), L("bandit:B606"), L("ruff:S603"), L("ruff:S606"),
                     L("codeql:py/command-line-injection")),
    .into     = KIND(ARGV),
};
