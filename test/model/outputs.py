# Mails, logs, spreadsheets, headers, cookies, redirects, templates of other kinds.
import csv
import logging
import smtplib
from email.message import EmailMessage
from email.mime.text import MIMEText

import openpyxl
import xlsxwriter
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail import send_mail
from flask import Flask, Response, make_response, redirect, request
from flask_mail import Message

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/a")
def a():
    q = request.form["q"]
    log.info("user %s", q)  # want: log-injection
    logging.warning("user " + q)  # want: log-injection
    log.info("user %r", q)
    log.info("user %d", int(q))
    return ""


@app.post("/b")
def b():
    q = request.form["q"]
    with open("x.csv", "w") as f:
        csv.writer(f).writerow([q, 1])  # want: csv-injection
    book = openpyxl.Workbook()
    book.active.append([q])  # want: csv-injection
    book.active["A1"] = q  # want: csv-injection
    sheet = xlsxwriter.Workbook("x.xlsx").add_worksheet()
    sheet.write(0, 0, q)  # want: csv-injection
    return ""


@app.post("/c")
def c():
    q = request.form["q"]
    msg = MIMEText("hello")
    msg["Subject"] = q  # want: mail-injection
    send_mail(q, "body", "a@x.org", ["b@x.org"])  # want: mail-injection
    DjangoMessage("subject", "body", "a@x.org", ["b@x.org"], headers={"Reply-To": q})  # want: mail-injection
    with smtplib.SMTP("localhost") as s:
        s.sendmail("a@x.org", ["b@x.org"], "Subject: " + q + "\n\nhello")  # want: mail-injection
    return ""


@app.post("/d")
def d():
    q = request.form["q"]
    r = make_response("hello")
    r.headers["Location"] = q  # want: open-redirect
    redirect(q)  # want: open-redirect
    redirect("/users/" + q)
    Response("<b>" + q + "</b>")  # want: xss
    Response("<b>" + q + "</b>", mimetype="text/plain")
    return r
