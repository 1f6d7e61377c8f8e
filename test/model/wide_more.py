# What the second round of libraries brought; and a name that says what an unknown library's function does with a path.
import os
import shlex

import azure.servicebus
import camelot
import chromadb
import dask.dataframe as dd
import docker
import ibis
import napalm
import psutil
import pulsar
import sarge
import somewhere
import testinfra
import winrm
from azure.storage.blob.aio import BlobClient
from elasticsearch import Elasticsearch
from flask import Flask, request
from gqlalchemy import Memgraph
from kombu import Connection
from mechanicalsoup import StatefulBrowser
from plumbum.cmd import ls, sh
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pywebio.input import input as ask
from scrapli import Scrapli
from shiny import App, render, ui

import ansible_runner
import asyncssh
import httpcore
import nbformat
import openai
import polars as pl
from nbclient import NotebookClient
from safetensors.torch import load_file

app = Flask(__name__)
people = SparkSession.builder.getOrCreate().read.parquet("people")


@app.get("/a")
async def a():
    q = request.args["q"]
    people.filter("name = '" + q + "'").count()  # want: sql-injection
    people.filter(F.col("name") == q).count()
    people.select(F.expr("a + " + q))  # want: sql-injection
    ibis.duckdb.connect("x").sql("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    Memgraph().execute_and_fetch("MATCH (n {a: '" + q + "'}) RETURN n")  # want: nosql-injection
    Elasticsearch("https://e").sql.query(query="SELECT * FROM i WHERE a = '" + q + "'")  # want: sql-injection
    Elasticsearch("https://e").sql.query(query="SELECT * FROM i WHERE a = ?", params=[q])
    notes = chromadb.Client().get_collection("x")
    notes.query(query_texts=["a"], where=request.get_json())  # want: nosql-injection
    notes.query(query_texts=["a"], where={"a": q})
    return ""


@app.get("/b")
async def b():
    q = request.args["q"]
    sh("-c", "ls " + q)  # want: command-injection
    ls("--", q)
    ansible_runner.run(host_pattern="all", module="shell", module_args="ls " + q)  # want: command-injection
    ansible_runner.run(host_pattern="all", module="shell", module_args="ls " + shlex.quote(q))
    docker.APIClient().exec_create("x", "sh -c 'ls " + q + "'")  # want: command-injection
    testinfra.get_host("ssh://h").run("ls " + q)  # want: command-injection
    testinfra.get_host("ssh://h").run("ls %s", q)
    winrm.Session("h", auth=None).run_ps("dir " + q)  # want: command-injection
    Scrapli(host="h").send_command("show " + q)  # want: command-injection
    napalm.get_network_driver("ios")("h", "u", None).cli(["show " + q])  # want: command-injection
    psutil.Popen("ls " + q, shell=True)  # want: command-injection
    sarge.run("ls " + q, shell=True)  # want: command-injection
    sarge.run(sarge.shell_format("ls {0}", q), shell=True)
    NotebookClient(nbformat.reads(q, 4)).execute()  # want: code-injection
    return ""


@app.get("/c")
async def c():
    q = request.args["q"]
    camelot.read_pdf("/srv/" + q)  # want: path-traversal
    load_file("/srv/" + q)  # want: path-traversal
    dd.read_csv("/srv/" + q)  # want: path-traversal
    pl.DataFrame().write_csv("/srv/" + q)  # want: path-traversal
    somewhere.write_html("/srv/" + q)  # want: path-traversal
    somewhere.write_html("/srv/" + os.path.basename(q))
    somewhere.page("/srv/" + q)
    somewhere.Client().load_file("/pages/" + q)
    files = await (await asyncssh.connect("h")).start_sftp_client()
    await files.get("/srv/" + q)  # want: path-traversal
    return ""


@app.get("/d")
def d():
    q = request.args["q"]
    BlobClient.from_blob_url(q)  # want: ssrf
    StatefulBrowser().open(q)  # want: ssrf
    httpcore.request("GET", q)  # want: ssrf
    openai.OpenAI(base_url=q)  # want: ssrf
    openai.OpenAI(base_url="https://x.example/v1")
    return ""


def queues():
    with Connection("amqp://mq") as connection:
        sh("-c", "a " + connection.SimpleQueue("x").get().payload["n"])  # want: command-injection
    jobs = pulsar.Client("pulsar://p").subscribe("t", "s")
    sh("-c", "a " + jobs.receive().data().decode())  # want: command-injection
    bus = azure.servicebus.ServiceBusClient.from_connection_string("c")
    for message in bus.get_queue_receiver("q"):
        sh("-c", "a " + str(message))  # want: command-injection


def board():
    sh("-c", "a " + ask("Name"))  # want: command-injection


def server(input, output, session):
    @render.text
    def out():
        sh("-c", "a " + input.n())  # want: command-injection
        return ""


shiny = App(ui.page_fluid(ui.input_text("n", "N")), server)
