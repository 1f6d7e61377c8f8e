import ftplib
import imaplib
import poplib
import smtplib
import ssl
import telnetlib
from ftplib import FTP, FTP_TLS
def upload(host, password):
    with FTP(host) as ftp:  # want: cleartext-transport
        ftp.login("me", password)
def console(host):
    return telnetlib.Telnet(host)  # want: cleartext-transport
def mailbox(host, password):
    box = imaplib.IMAP4(host)  # want: cleartext-transport
    box.login("me", password)
    return box
def post(host, password):
    mail = smtplib.SMTP(host)
    mail.login("me", password)  # want: cleartext-transport
    return mail
def upload_tls(host, password):
    with FTP_TLS(host, context=ssl.create_default_context()) as ftp:  # fine: cleartext-transport
        ftp.login("me", password)
def mailbox_tls(host, password):
    box = imaplib.IMAP4_SSL(host)
    box.login("me", password)  # fine: cleartext-transport
    return box
def post_tls(host, password):
    mail = smtplib.SMTP(host)
    mail.starttls(context=ssl.create_default_context())
    mail.login("me", password)  # fine: cleartext-transport
    return mail
def pop_tls(host):
    return poplib.POP3_SSL(host)  # fine: cleartext-transport


def over(sock):
    own = telnetlib.Telnet()  # fine: cleartext-transport
    own.sock = sock
    return own
