// rule xslt-injection: outside text is run as an XSLT stylesheet.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_xslt_injection = {
    .id       = L("xslt-injection"),
    .cwe      = 91, .also = {643}, .severity = SEV_HIGH,
    .title    = L("outside text is run as an XSLT stylesheet"),
    .why      = L("A stylesheet is a program: document() reads files and addresses of the "
                  "server's network, and extensions write files."),
    .instead  = L("Keep stylesheets in the program. If users must bring their own, run them "
                  "with etree.XSLTAccessControl.DENY_ALL and limits, in a process apart."),
    .bad      = L("from lxml import etree\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/style\")\n"
                  "def style():\n"
                  "    transform = etree.XSLT(etree.XML(request.get_data()))\n"
                  "    return str(transform(etree.parse(\"data.xml\")))\n"),
    .good     = L("from lxml import etree\n"
                  "from flask import Flask, request\n"
                  "app = Flask(__name__)\n"
                  "@app.post(\"/style\")\n"
                  "def style():\n"
                  "    transform = etree.XSLT(etree.parse(\"house.xsl\"))\n"
                  "    return str(transform(etree.parse(\"data.xml\")))\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/91.html"),
                     L("https://lxml.de/xpathxslt.html#dealing-with-stylesheet-complexity")),
    .into     = KIND(XSLT),
};
