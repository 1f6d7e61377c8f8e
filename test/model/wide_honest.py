# Ordinary programs that met lines which were too wide, each beside the twin that the line is for.
import gzip
import logging
import subprocess
import zipfile

import asyncssh
import boto3
import dns.resolver
import emmett
import nats.js
import pdfplumber
import requests
import testinfra
from django.conf import settings
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe
from flask import Flask, request
from nbclient import NotebookClient
from plumbum import local
from plumbum.cmd import sh

import nbformat
import tool.config

app = Flask(__name__)
em = emmett.App(__name__)
log = logging.getLogger(__name__)
s3 = boto3.client("s3")


def lambda_handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        s3.head_object(Bucket=bucket, Key="a")
        subprocess.run("a " + record["s3"]["object"]["key"], shell=True)  # want: command-injection
        s3.head_object(Bucket=record["body"], Key="a")  # want: resource-choice
    s3.head_object(Bucket=event["detail"]["bucket"]["name"], Key="a")
    s3.head_object(Bucket=event["bucket"], Key="a")  # want: resource-choice


@app.get("/a")
def shells():
    q = request.args["q"]
    local["bash"]("deploy.sh", "--", q)
    local["bash"]["deploy.sh", "--", q]()
    local["bash"]["-c", "ls " + q]()  # want: command-injection
    sh["deploy.sh", "--", q]()
    sh["-c", "ls " + q]()  # want: command-injection
    host = testinfra.get_host("local://")
    host.run_expect([0], "ls " + q)  # want: command-injection
    return ""


@app.post("/b")
def unpacked():
    sent = request.files["f"]
    subprocess.run("a " + gzip.open(sent, "rt").read(9), shell=True)  # want: command-injection
    subprocess.run("a " + gzip.GzipFile(fileobj=sent).read(9).decode(), shell=True)  # want: command-injection
    subprocess.run("a " + pdfplumber.open(sent).pages[0].extract_text(), shell=True)  # want: command-injection
    return ""


@app.get("/c")
async def reached():
    await asyncssh.create_connection(None, request.args["h"])  # want: ssrf
    await asyncssh.create_connection(lambda: request.args["h"], "ssh.example")
    return mark_safe(linebreaks(request.args["q"], True)) + mark_safe(urlize(request.args["q"], None, True, True))


@em.command("setup")
def setup(name):
    return "<p>" + name


def resolved():
    for record in dns.resolver.resolve("example.com", "MX"):
        log.info("mail goes to %s", record.exchange)
        requests.get("http://" + str(record.exchange), timeout=3)
        subprocess.run("a " + record.to_text(), shell=True)  # want: command-injection
    log.info("database %s", settings.DATABASES["default"]["NAME"])


def run_notebook(path):
    NotebookClient(nbformat.read(path, as_version=4)).execute()


@app.post("/d")
def run_sent():
    NotebookClient(nbformat.read(request.files["f"], as_version=4)).execute()  # want: code-injection
    return ""


async def queue(stream: nats.js.JetStreamContext):
    for message in await (await stream.pull_subscribe("x", "d")).fetch(1):
        subprocess.run("a " + message.data.decode(), shell=True)  # want: command-injection


def options():
    for word in tool.config.get_arguments():
        exec(word)
    subprocess.run("make " + tool.config.get_argument("target"), shell=True)


def member():
    with zipfile.ZipFile("a.zip") as archive:
        for name in archive.namelist():
            open(archive.extract(name, "out"))
