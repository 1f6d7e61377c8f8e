// rule mail-injection: outside text becomes part of a mail's header or of an SMTP command.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_mail_injection = {
    .id = L("mail-injection"),
    .cwe = 93,
    .severity = SEV_MEDIUM,
    .title = L("outside text becomes part of a mail's header or of an SMTP command"),
    .why = L("A line break, a bare carriage return included, adds headers or recipients, "
             "or ends the message and starts another: the server sends mail of the "
             "attacker's making."),
    .instead = L("Build messages with email.message.EmailMessage (it refuses line breaks in "
                 "headers), or refuse \\r and \\n."),
    .bad = L("import smtplib\n"
             "from flask import Flask, request\n"
             "app = Flask(__name__)\n"
             "@app.post(\"/mail\")\n"
             "def mail():\n"
             "    with smtplib.SMTP(\"localhost\") as s:\n"
             "        s.sendmail(\"a@example.org\", \"b@example.org\", \"Subject: \" + "
             "request.form[\"subject\"] + \"\\r\\n\\r\\nHello\")\n"
             "    return \"ok\"\n"),
    .good = L("import smtplib\n"
              "from email.message import EmailMessage\n"
              "from flask import Flask, request\n"
              "app = Flask(__name__)\n"
              "@app.post(\"/mail\")\n"
              "def mail():\n"
              "    m = EmailMessage()\n"
              "    m[\"Subject\"] = request.form[\"subject\"]\n"
              "    with smtplib.SMTP(\"localhost\") as s:\n"
              "        s.send_message(m)\n"
              "    return \"ok\"\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/93.html"),
                    L("https://docs.python.org/3/library/email.message.html")),
    .into = KIND(MAIL),
    .class_b = true,
    .fix = mend_fix_mail,
    .weak_in_package = true,
};
