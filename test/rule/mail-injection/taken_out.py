# What re.sub takes out: a lone \r makes a line end, too.
import re
import smtplib

from flask import Flask, request

app = Flask(__name__)


@app.post("/one")
def one():
    subject = re.sub(r"\n+", " ", request.form["subject"])
    with smtplib.SMTP("localhost") as s:
        s.sendmail("a@example.org", ["b@example.org"], f"Subject: {subject}\n\nhello")  # want: mail-injection


@app.post("/both")
def both():
    subject = re.sub(r"\r|\n", " ", request.form["subject"])
    with smtplib.SMTP("localhost") as s:
        s.sendmail("a@example.org", ["b@example.org"], f"Subject: {subject}\n\nhello")  # fine: mail-injection


@app.post("/first")
def first():
    subject = re.sub(r"^[\r\n]+", "", request.form["subject"])
    with smtplib.SMTP("localhost") as s:
        s.sendmail("a@example.org", ["b@example.org"], f"Subject: {subject}\n\nhello")  # want: mail-injection
