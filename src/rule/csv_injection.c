// rule csv-injection: outside text becomes a cell that a spreadsheet may read as a formula.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

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
};
