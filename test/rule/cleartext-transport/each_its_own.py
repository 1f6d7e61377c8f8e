import os
import smtplib
import ssl


def two(text):
    with smtplib.SMTP(os.environ["RELAY"], 587) as link:
        link.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])  # want: cleartext-transport
        link.sendmail("a@example.org", "b@example.org", text)
    with smtplib.SMTP(os.environ["OTHER"], 587) as link:
        link.starttls(context=ssl.create_default_context())
        link.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])  # fine: cleartext-transport
        link.sendmail("a@example.org", "b@example.org", text)


class Relay:
    def __enter__(self):
        self.link = smtplib.SMTP(os.environ["RELAY"], 587)
        self.link.starttls(context=ssl.create_default_context())
        return self.link

    def __exit__(self, *what):
        self.link.quit()


def by_relay(text):
    with Relay() as link:
        link.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])  # fine: cleartext-transport
        link.sendmail("a@example.org", "b@example.org", text)
