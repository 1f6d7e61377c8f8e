import smtplib
from email.message import EmailMessage
from django.core.mail import send_mail
from flask import Flask, request
app = Flask(__name__)
@app.post("/contact")
def contact():
    s = smtplib.SMTP("localhost")
    s.sendmail("a@b.c", ["x@y.z"], "Subject: " + request.form["subject"] + "\r\n\r\nhi")  # want: mail-injection
    return "ok"
@app.post("/invite")
def invite():
    text = "From: %s\nTo: x@y.z\n\nhi" % request.form["from"]
    smtplib.SMTP("localhost").sendmail("a@b.c", "x@y.z", text)  # want: mail-injection
    return "ok"
@app.post("/share")
def share():
    s = smtplib.SMTP("localhost")
    s.docmd("RCPT TO:<" + request.form["to"] + ">")  # want: mail-injection
    return "ok"
@app.post("/safe")
def safe():
    m = EmailMessage()
    m["Subject"] = request.form["subject"]  # fine: mail-injection
    m["To"] = "x@y.z"
    smtplib.SMTP("localhost").send_message(m)  # fine: mail-injection
    return "ok"
@app.post("/body")
def body():
    m = EmailMessage()
    m.set_content(request.form["text"])  # fine: mail-injection
    smtplib.SMTP("localhost").send_message(m)
    return "ok"
@app.post("/checked")
def checked():
    subject = request.form["subject"]
    if "\n" in subject or "\r" in subject:
        return "no"
    smtplib.SMTP("localhost").sendmail("a@b.c", ["x@y.z"], "Subject: " + subject + "\r\n\r\nhi")  # fine: mail-injection
    return "ok"
