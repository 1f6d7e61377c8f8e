// rule command-injection: outside text is read by a shell.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// bash_command="… {{ dag_run.conf['x'] }}": Airflow fills it in before the shell reads the line.
static Confidence judge_mark(RuleRun *run, const FlowMark *mark, Confidence c, Str *message)
{
    (void)run, (void)mark;
    *message =
        S("what whoever starts the run gives it becomes part of the line that a shell reads");
    return c;
}

const Rule rule_command_injection = {
    .id = L("command-injection"),
    .cwe = 78,
    .also = {77},
    .severity = SEV_CRITICAL,
    .title = L("outside text is read by a shell"),
    .why = L("The shell reads the whole line as commands. A semicolon, a backquote, $( or "
             "a line break in the text starts a command of the attacker's choice with this "
             "program's rights."),
    .instead = L("Give subprocess a list and no shell, with \"--\" before a value that could "
                 "begin with a dash. Where a shell is unavoidable, quote each value with "
                 "shlex.quote and put no quotes of your own around it."),
    .bad = L("import os\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/ls\")\n"
             "def ls():\n"
             "    return str(os.system(\"ls \" + request.args[\"dir\"]))\n"),
    .good = L("import subprocess\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/ls\")\n"
              "def ls():\n"
              "    return subprocess.run([\"ls\", \"--\", \"data\"], capture_output=True, "
              "text=True).stdout\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/78.html"),
                    L("https://docs.python.org/3/library/subprocess.html#security-considerations")),
    .peers =
        LIST(L("bandit:B602"), L("bandit:B604"), L("ruff:S604"), L("bandit:B605"), L("bandit:B601"),
             L("ruff:S602"), L("ruff:S605"), L("ruff:S601"), L("codeql:py/command-line-injection"),
             L("codeql:py/shell-command-constructed-from-input")),
    .into = KIND(SHELL),
    .mark = L("command-injection"),
    .mark_confidence = CONF_MEDIUM,
    .judge_mark = judge_mark,
    .fix = mend_fix_command,
};
