import ftplib
import imaplib
import os
import poplib
import smtplib
import ssl
from ftplib import FTP_TLS


def send(host, user, word, message):
    with smtplib.SMTP_SSL(host, 465) as server:  # want: tls-no-verify
        server.login(user, word)
        server.send_message(message)


def send_checked(host, user, word, message):
    with smtplib.SMTP_SSL(host, 465, context=ssl.create_default_context()) as server:  # fine: tls-no-verify
        server.login(user, word)
        server.send_message(message)


def upgrade(host, user, word):
    server = smtplib.SMTP(host, 587)
    server.starttls()  # want: tls-no-verify
    server.login(user, word)


class Box:
    def __init__(self, host):
        self.box = imaplib.IMAP4_SSL(host)  # want: tls-no-verify

    def chosen(self, host, user, word, secure):
        make = imaplib.IMAP4_SSL if secure else imaplib.IMAP4
        box = make(host, 993)  # want: tls-no-verify
        box.login(user, word)

    def checked(self, host, user, word):
        box = imaplib.IMAP4_SSL(host, ssl_context=ssl.create_default_context())  # fine: tls-no-verify
        box.login(user, word)

    def with_options(self, host, user, word, **options):
        box = imaplib.IMAP4_SSL(host, **options)  # fine: tls-no-verify
        box.login(user, word)


def here(user, word):
    server = smtplib.SMTP_SSL("localhost")  # fine: tls-no-verify
    server.login(user, word)


def fetch(host, user, word):
    box = poplib.POP3_SSL(host)  # want: tls-no-verify
    box.user(user)
    box.pass_(word)
    other = poplib.POP3_SSL(host, context=ssl.create_default_context())  # fine: tls-no-verify
    other.pass_(word)


def upload(name, host):
    ftp = FTP_TLS(host, os.environ["USER"], os.environ["PASS"])  # want: tls-no-verify
    ftp.prot_p()
    safe = ftplib.FTP_TLS(host, "me", os.environ["PASS"], context=ssl.create_default_context())  # fine: tls-no-verify
    safe.prot_p()
    return ftp, safe
