import imaplib
import poplib


def plain_if_not_offered(host, user, word):
    box = imaplib.IMAP4(host)
    if "STARTTLS" in box.capabilities:
        box.starttls()
    box.login(user, word)  # want: cleartext-transport
    return box


def refused_if_not_offered(host, user, word):
    box = imaplib.IMAP4(host)
    if "STARTTLS" not in box.capabilities:
        raise RuntimeError("the server offers no encryption")
    box.starttls()
    box.login(user, word)  # fine: cleartext-transport
    return box


def always(host, user, word):
    box = imaplib.IMAP4_SSL(host)
    box.login(user, word)  # fine: cleartext-transport
    return box


def drop(host, user, word):
    box = poplib.POP3(host)
    if "STLS" in box.capa():
        box.stls()
    box.user(user)
    box.pass_(word)  # want: cleartext-transport
    return box
