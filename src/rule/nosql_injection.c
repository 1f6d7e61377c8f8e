// rule nosql-injection: outside data decides what a query document or a query text means.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_nosql_injection = {
    .id = L("nosql-injection"),
    .cwe = 943,
    .severity = SEV_HIGH,
    .title = L("outside data decides what a query document or a query text means"),
    .why = L("A client that sends an object instead of a string, or text with a quote in "
             "it, adds operators such as $ne, $regex or $where to the query. The filter "
             "then matches everything, or runs JavaScript in the database."),
    .instead = L("Turn each value into the type that you expect (str(), int()), name the "
                 "operator yourself ({\"$eq\": value}), and pass values as variables where the "
                 "query is text."),
    .bad = L("import pymongo\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "db = pymongo.MongoClient().shop\n"
             "@app.post(\"/find\")\n"
             "def find():\n"
             "    return str(db.users.find_one(request.get_json()))\n"),
    .good = L("import pymongo\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "db = pymongo.MongoClient().shop\n"
              "@app.post(\"/find\")\n"
              "def find():\n"
              "    return str(db.users.find_one({\"name\": str(request.get_json()[\"name\"])}))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/943.html"),
                    L("https://owasp.org/www-project-web-security-testing-guide/latest/"
                      "4-Web_Application_Security_Testing/07-Input_Validation_Testing/"
                      "05.6-Testing_for_NoSQL_Injection")),
    .peers = LIST(L("codeql:py/nosql-injection")),
    .into = KIND(NOSQL) | KIND(QUERY),
    .fix = mend_fix_nosql,
};
