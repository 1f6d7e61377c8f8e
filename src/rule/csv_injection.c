// rule csv-injection: outside text becomes a cell that a spreadsheet may read as a formula.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// What users stored and a view hands out as a table was written by strangers, whatever the database
// says.
static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    bool stored = hit->npaths && hit->paths[0].source & KIND(STORED);
    bool view = (flow_entry(run->file, hit->func, NULL) & KIND(REMOTE)) != 0;
    return c == CONF_LOW && stored && view ? CONF_MEDIUM : c;
}

const Rule rule_csv_injection = {
    .id       = L("csv-injection"),
    .cwe      = 1236, .severity = SEV_MEDIUM,
    .title    = L("outside text becomes a cell that a spreadsheet may read as a formula"),
    .why      = L("A cell that begins with = + - or @ is a formula: opened in a spreadsheet "
                  "program it can send the sheet's data away or start programs."),
    .instead  = L("Put an apostrophe before such a cell, or write it as text where the format "
                  "can say so."),
    .bad      = L("import csv\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/add\")\n"
                  "def add():\n"
                  "    with open(\"out.csv\", \"a\") as f:\n"
                  "        csv.writer(f).writerow([request.form[\"name\"]])\n"
                  "    return \"ok\"\n"),
    .good     = L("import csv\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/add\")\n"
                  "def add():\n"
                  "    with open(\"out.csv\", \"a\") as f:\n"
                  "        csv.writer(f).writerow([int(request.form[\"amount\"])])\n"
                  "    return \"ok\"\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/1236.html"),
                     L("https://owasp.org/www-community/attacks/CSV_Injection")),
    .into     = KIND(CSV),
    .class_b  = true,
    .judge_hit = judge,
    .fix = mend_fix_csv,
};
