import os
import smtplib
import ssl


def secure(smtp):
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    return smtp


def secure_or_not_at_all(smtp):
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
        return smtp
    raise OSError("no encryption")


def if_offered():
    with smtplib.SMTP(os.environ["SMTP_HOST"], 587) as smtp:
        secure(smtp)
        smtp.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])  # want: cleartext-transport


def for_sure():
    with smtplib.SMTP(os.environ["SMTP_HOST"], 587) as smtp:
        secure_or_not_at_all(smtp)
        smtp.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])  # fine: cleartext-transport
