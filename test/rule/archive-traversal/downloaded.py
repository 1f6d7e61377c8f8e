import io
import os
import shutil
import tarfile
import tempfile
import urllib.request
from pathlib import Path
from urllib.request import urlopen, urlretrieve

import requests


def from_reply(url, target):
    reply = urllib.request.urlopen(url)
    with tarfile.open(fileobj=reply, mode="r|*") as tar:
        tar.extractall(target)  # want: archive-traversal


def from_retrieved(url, target):
    file = tempfile.NamedTemporaryFile(delete=False)
    urlretrieve(url, file.name)
    with tarfile.open(file.name) as tar:
        tar.extractall(target)  # want: archive-traversal


def from_written(url, target):
    reply = requests.get(url, timeout=30)
    with open("a.tgz", "wb") as file:
        file.write(reply.content)
    tarfile.open("a.tgz").extractall(target)  # want: archive-traversal


def from_copied(url):
    place = Path("/var/lib/shelf/a.tgz")
    with urlopen(url) as reply, place.open("wb") as file:
        shutil.copyfileobj(reply, file)
    tar = tarfile.open(place, mode="r:gz")
    tar.extractall()  # want: archive-traversal


async def from_helper(address):
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "a.tar")
        await download_file(address, to=place)
        with tarfile.open(place, "r") as tar:
            tar.extractall(path=folder)  # want: archive-traversal


def strip_first(member, path):
    member.name = member.name.split("/", 1)[-1]
    return member


def with_own_filter(url, target):
    with tarfile.open(fileobj=urlopen(url), mode="r|*") as tar:
        tar.extractall(target, filter=strip_first)  # want: archive-traversal


def with_lambda(url, target):
    reply = requests.get(url, timeout=30)
    with tarfile.open(fileobj=io.BytesIO(reply.content)) as tar:
        tar.extractall(target, filter=lambda member, path: member)  # want: archive-traversal


def with_data(url, target):
    with tarfile.open(fileobj=urlopen(url), mode="r|*") as tar:
        tar.extractall(target, filter="data")  # fine: archive-traversal


def with_data_function(url, target):
    with tarfile.open(fileobj=urlopen(url), mode="r|*") as tar:
        tar.extractall(target, filter=tarfile.data_filter)  # fine: archive-traversal


def strip_and_check(member, path):
    return strip_first(tarfile.data_filter(member, path), path)


def refuse_outer(member, path):
    if os.path.isabs(member.name) or ".." in member.name:
        return None
    return member


def with_asking_filters(url, target):
    with tarfile.open(fileobj=urlopen(url), mode="r|*") as tar:
        tar.extractall(target, filter=strip_and_check)  # fine: archive-traversal
    with tarfile.open(fileobj=urlopen(url), mode="r|*") as tar:
        tar.extractall(target, filter=refuse_outer)  # fine: archive-traversal


def own_file(url, target):
    requests.get(url, timeout=30)
    with open("log.txt", "w") as file:
        file.write("asked")
    tarfile.open("own.tgz").extractall(target)  # fine: archive-traversal


def own_address(target):
    urlretrieve("https://files.example.com/words.tgz", "words.tgz")
    tarfile.open("words.tgz").extractall(target)  # fine: archive-traversal


def looked_at(url, target):
    urlretrieve(url, "a.tgz")
    with tarfile.open("a.tgz") as tar:
        for member in tar.getmembers():
            if not (Path(target) / member.name).resolve().is_relative_to(target):
                raise ValueError(member.name)
        tar.extractall(target)  # fine: archive-traversal


def afterwards(url, target):
    tarfile.open("a.tgz").extractall(target)  # fine: archive-traversal
    urlretrieve(url, "a.tgz")
