import io
import tarfile

import requests


def fetch(url):
    reply = requests.get(url, timeout=30, stream=True)
    return io.BytesIO(reply.raw.read(1000000))


def unpack(url, target):
    with tarfile.open(fileobj=fetch(url), mode="r:gz") as tar:
        tar.extractall(target, filter="fully_trusted")  # want: archive-traversal


def unpack_data(url, target):
    with tarfile.open(fileobj=fetch(url), mode="r:gz") as tar:
        tar.extractall(target, filter="data")  # fine: archive-traversal
