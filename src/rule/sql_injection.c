// rule sql-injection: outside text becomes part of an SQL statement.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_sql_injection = {
    .id = L("sql-injection"),
    .cwe = 89,
    .also = {943},
    .severity = SEV_CRITICAL,
    .title = L("outside text becomes part of an SQL statement"),
    .why = L("Whoever controls the text can close the quote or the expression and go on in "
             "SQL: read other people's rows, change them, or log in as somebody else. The "
             "driver cannot know which characters of the finished statement were meant as "
             "data."),
    .instead = L("Leave placeholders in the statement and pass the values as parameters. A "
                 "table, column or direction cannot be a parameter: look it up in a fixed "
                 "table of allowed names, or quote it with the driver's identifier function."),
    .bad = L("import sqlite3\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/users\")\n"
             "def users():\n"
             "    db = sqlite3.connect(\"app.db\")\n"
             "    return str(db.execute(\"SELECT * FROM users WHERE name = '\" + "
             "request.args[\"name\"] + \"'\").fetchall())\n"),
    .good = L("import sqlite3\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/users\")\n"
              "def users():\n"
              "    db = sqlite3.connect(\"app.db\")\n"
              "    return str(db.execute(\"SELECT * FROM users WHERE name = ?\", "
              "(request.args[\"name\"],)).fetchall())\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/89.html"),
                    L("https://cheatsheetseries.owasp.org/cheatsheets/"
                      "SQL_Injection_Prevention_Cheat_Sheet.html"),
                    L("https://docs.python.org/3/library/"
                      "sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries")),
    .peers = LIST(L("bandit:B608"), L("bandit:B610"), L("bandit:B611"), L("ruff:S608"),
                  L("ruff:S610"), L("ruff:S611"), L("codeql:py/sql-injection")),
    .into = KIND(SQL) | KIND(SQL_NAME),
    .fix = mend_fix_sql,
};
