// rule sql-injection: outside text becomes part of an SQL statement.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// def rows(self, sql, params=()): return self.db.execute(sql, params) — a door to the database, which takes the
// values apart from the statement. What comes through it is judged where it is written.
static bool is_door(const RuleRun *run, const FlowHit *hit)
{
    const Query *q = run->query;
    const Tree *t = q->tree;
    if (hit->reach & (KIND(REMOTE) | KIND(LOCAL)) || py_kind(t, hit->node) != PY_Call || hit->shape.prefix.len ||
        hit->shape.suffix.len || !hit->npaths)
        return false;
    NodeList args = py_list(t, hit->node, Call_args);
    const FlowPath *p = &hit->paths[0];
    if (args.n < 2 || py_kind(t, args.v[0]) != PY_Name || !query_is_parameter(q, args.v[0]) || p->n > 2) return false;
    NodeId values = args.v[1];
    if (py_kind(t, values) == PY_BoolOp) values = py_list(t, values, BoolOp_values).v[0];       // params or ()
    if (py_kind(t, values) == PY_Starred) values = py_node(t, values, Starred_value);
    return py_kind(t, values) == PY_Name && query_is_parameter(q, values);
}

static Confidence judge(RuleRun *run, const FlowHit *hit, Confidence c, Str *message)
{
    (void)message;
    return c > CONF_LOW && is_door(run, hit) ? CONF_LOW : c;
}

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
    .judge_hit = judge,
    .fix = mend_fix_sql,
};
