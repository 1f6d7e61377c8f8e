import functools
import os
import ssl

import client
import crypto
import mid
import net
import settings
from Crypto.Cipher import AES
from flask import Flask
from net import fetch, fetch_once_off

app = Flask(__name__)
late = functools.partial(net.fetch_late, verify=False)
made, made_safe = net.fetcher(False), net.fetcher_safe(True)


@app.route("/")
def index():
    return fetch("https://a.example.org", False).text


def each():
    net.fetch_checked("https://a.example.org", True)
    net.fetch_by_default("https://a.example.org")
    net.fetch_in_test("https://a.example.org")
    fetch_once_off("https://a.example.org/1", True)
    fetch_once_off("https://a.example.org/2")
    fetch_once_off("https://a.example.org/3", verify=False)
    net.fetch_insecure("https://a.example.org", insecure=True)
    net.fetch_secure("https://a.example.org", insecure=False)
    net.fetch_options("https://a.example.org", {"verify": False, "timeout": 5})
    net.fetch_more("https://a.example.org", verify=False)
    net.fetch_nested("https://a.example.org", {"tls": {"verify": False}})
    net.fetch_by_settings("https://a.example.org", settings.CHECK)
    net.fetch_by_settings("https://a.example.org", settings.VERIFY)
    net.fetch_by_env("https://a.example.org", os.environ.get("CHECK") != "0")
    mid.load("https://a.example.org", check=False)
    late("https://a.example.org")
    made("https://a.example.org"), made_safe("https://a.example.org")


def contexts():
    return [net.context(), net.context(insecure=True), net.context_nobody_opens(), net.context_either(insecure=True),
            net.context_either_safe(), net.context_of(ssl.CERT_NONE), net.context_of_checked(ssl.CERT_REQUIRED)]


class Mine(client.Base):
    verify = False


async def clients():
    await client.Client("https://b.example.org").get("/a")
    await client.Client("https://a.example.org", verify=False).get("/a")
    client.SafeClient("https://a.example.org").get("/a")
    with client.Opened(False) as opened:
        opened.get("https://a.example.org", timeout=5)
    return Mine().get("https://a.example.org"), mid.shared.get("https://a.example.org")


def secrets(password, key, data):
    crypto.Hasher().digest(data)
    crypto.Hasher("md5").digest(password.encode())
    crypto.checksum(data, "sha256")
    crypto.encrypt(key, data, AES.MODE_ECB)
    crypto.encrypt_iv(key, data, b"0000000000000000")
    crypto.encrypt_fresh(key, data, os.urandom(16))
    crypto.publish("/srv/run.sh", 0o777)
    crypto.keep("/srv/run.sh", 0o700)


if __name__ == "__main__":
    crypto.serve(app, True)
