// rule xpath-injection: outside text becomes part of an XPath expression.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

// root.find(f"user[@name='{name}']"), of a root that nobody knows
static void look_at_shapes(RuleRun *run)
{
    static const Str takes[] = {L("find"),     L("findall"), L("findtext"),
                                L("iterfind"), L("xpath"),   {0}};
    rule_by_call(run, takes, mend_fix_xpath_quotes, CONF_LOW,
                  "a parameter stands between the quotes of a query");
}

const Rule rule_xpath_injection = {
    .id = L("xpath-injection"),
    .cwe = 643,
    .also = {91},
    .severity = SEV_HIGH,
    .title = L("outside text becomes part of an XPath expression"),
    .why = L("A quote in the value ends the literal and the rest is XPath: ' or '1'='1 "
             "selects every node of the document."),
    .instead = L("Pass values as variables (tree.xpath(\"//u[@n=$n]\", n=value)), or compare in "
                 "Python."),
    .bad = L("from lxml import etree\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.get(\"/user\")\n"
             "def user():\n"
             "    tree = etree.parse(\"users.xml\")\n"
             "    return str(tree.xpath(\"//user[@name='\" + request.args[\"name\"] + \"']\"))\n"),
    .good = L("from lxml import etree\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.get(\"/user\")\n"
              "def user():\n"
              "    tree = etree.parse(\"users.xml\")\n"
              "    return str(tree.xpath(\"//user[@name=$name]\", name=request.args[\"name\"]))\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/643.html"),
                    L("https://lxml.de/xpathxslt.html#the-xpath-method")),
    .peers = LIST(L("codeql:py/xpath-injection")),
    .into = KIND(XPATH),
    .fix = mend_fix_xpath,
    .at_file = look_at_shapes,
    .surest = {.most = CONF_LOW},
};
