import imaplib
import poplib
import smtplib
import telnetlib


def send(host, user, secret):
    first = smtplib.SMTP(host)
    first.login(user, secret)  # want: cleartext-transport
    second = smtplib.SMTP(host)
    second.starttls()
    second.login(user, secret)  # fine: cleartext-transport


def read(host, user, secret):
    imaplib.IMAP4(host).login(user, secret)  # want: cleartext-transport
    box = imaplib.IMAP4(host)  # fine: cleartext-transport
    box.starttls()
    box.login(user, secret)
    poplib.POP3(host).pass_(secret)  # want: cleartext-transport
    telnetlib.Telnet(host)  # want: cleartext-transport


def chosen(host, user, secret, tls):
    maker = smtplib.SMTP_SSL if tls else smtplib.SMTP
    link = maker(host)
    link.login(user, secret)  # fine: cleartext-transport


class Sender:
    def __init__(self, host):
        self.link = smtplib.SMTP(host)
        self.link.starttls()

    def enter(self, user, secret):
        self.link.starttls()
        self.link.login(user, secret)  # fine: cleartext-transport
