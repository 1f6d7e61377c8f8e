import os

OPEN = 0o644


def store(path, data):
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, OPEN), "wb") as out:  # want: readable-secret-file
        out.write(data)


def store_page(path, data):
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, OPEN), "wb") as out:  # fine: readable-secret-file
        out.write(data)


def make(key):
    store("/etc/relay/tls.key", key.private_bytes())
    store_page("/srv/www/index.html", b"hello")
