# What one file's data reaches in another: marks, items of a list, a mail.
import csv
import io
import subprocess
import zlib
from email.message import EmailMessage
from email.mime.text import MIMEText


def unpack(data):
    return zlib.decompress(data)  # want: decompression-bomb


def unpack_some(data):
    return zlib.decompressobj().decompress(data, 1 << 20)


def history(rev, count):
    argv = ["git", "log", f"--max-count={count:d}"]
    argv.append(rev)
    return subprocess.run(argv, capture_output=True).stdout  # want: argument-injection


def history_of(path):
    return subprocess.run(["git", "log", "--", path], capture_output=True).stdout


def letter(reply_to):
    message = EmailMessage()
    message["Reply-To"] = reply_to
    return message.as_string()


def cell(value):
    text = "" if value is None else str(value)
    return text.replace("\x00", "")


def table(rows):
    out = csv.writer(io.StringIO())
    for row in rows:
        out.writerow([cell(row)])  # want: csv-injection
