# What a call that never returns has refused is not there any more.
import argparse
import os

import click
import flask_restful
import grpc
import w_pb2_grpc
from flask import Flask, request
from flask_smorest import abort

app = Flask(__name__)
parser = argparse.ArgumentParser()
parser.add_argument("name")
parser.add_argument("other")
asked = parser.parse_args()
if asked.name not in ("a", "b"):
    parser.error("no")
os.system("echo " + asked.name)
if asked.other not in ("a", "b"):
    parser.print_help()
os.system("echo " + asked.other)                               # want: command-injection


@click.command()
@click.argument("name")
@click.argument("other")
@click.pass_context
def command(ctx, name, other):
    if name not in ("a", "b"):
        ctx.fail("no")
    os.system("echo " + name)
    os.system("echo " + other)                                 # want: command-injection
    os.system("echo " + ctx.args[0])                           # want: command-injection
    if ctx.obj["home"]:
        ctx.exit(1)


class Thing(flask_restful.Resource):
    def get(self):
        name = request.args["name"]
        if name not in ("a", "b"):
            flask_restful.abort(404, message="no")
        os.system("echo " + name)
        os.system("echo " + request.args["other"])             # want: command-injection


@app.get("/x")
def smorest():
    name = request.args["name"]
    if name not in ("a", "b"):
        abort(404)
    os.system("echo " + name)
    return "ok"


class Service(w_pb2_grpc.WServicer):
    def Delete(self, request, context):
        if request.name not in ("a", "b"):
            context.abort(grpc.StatusCode.NOT_FOUND, "no")
        os.system("echo " + request.name)

    async def Get(self, request, context):
        if request.name not in ("a", "b"):
            await context.abort(grpc.StatusCode.NOT_FOUND, "no")
        os.system("echo " + request.name)

    def Put(self, request, context):
        if request.name not in ("a", "b"):
            context.set_code(grpc.StatusCode.NOT_FOUND)
        os.system("echo " + request.name)                      # want: command-injection
