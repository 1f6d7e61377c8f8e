# What a parser of arguments, a model or a schema has checked is what they declare.
import argparse
import optparse
import os
import uuid
from typing import Literal

import graphene
from ariadne import QueryType, gql
from flask import Flask, request
from flask_restful import Resource, reqparse
from pydantic import BaseModel, Field

app = Flask(__name__)


def build():
    parser = argparse.ArgumentParser()
    group = parser.add_argument_group("x")
    group.add_argument("-n", "--num-x", type=int, default=3)
    parser.add_argument("--flag", action="store_true")
    parser.add_argument("name")
    parser.add_argument("-q", dest="quiet", choices=["a", "b"])
    commands = parser.add_subparsers()
    first = commands.add_parser("first")
    first.add_argument("--both", type=int)
    second = commands.add_parser("second")
    second.add_argument("--both")
    second.set_defaults(func=run)
    return parser


def run(args):
    os.system("x %s" % args.num_x)
    os.system("x %s" % args.name)  # want: command-injection


def main():
    args = build().parse_args()
    os.system("x %s" % args.num_x)
    os.system("x %s" % args.flag)
    os.system("x %s" % args.quiet)
    os.system("x %s" % args.name)  # want: command-injection
    os.system("x %s" % args.both)  # want: command-injection
    os.system("x %s" % args.undeclared)  # want: command-injection
    os.system("x %s" % vars(args)["name"])  # want: command-injection
    os.system("x %s" % getattr(args, "name"))  # want: command-injection
    os.system("x %s" % getattr(args, "num_x"))
    run(args)
    known, rest = build().parse_known_args()
    os.system("x %s" % known.num_x)
    os.system("x %s" % known.name)  # want: command-injection
    os.system("x %s" % rest[0])  # want: command-injection


def older():
    parser = optparse.OptionParser()
    parser.add_option("--count", type="int")
    parser.add_option("--text")
    options, args = parser.parse_args()
    os.system("x %s" % options.count)
    os.system("x %s" % options.text)  # want: command-injection
    os.system("x %s" % args[0])  # want: command-injection


wanted = reqparse.RequestParser()
wanted.add_argument("n", type=int)
wanted.add_argument("k", choices=("a", "b"))
wanted.add_argument("c")


class Asked(Resource):
    def get(self):
        args = wanted.parse_args()
        os.system("x %s" % args["n"])
        os.system("x %s" % args.k)
        os.system("x %s" % args["c"])  # want: command-injection
        os.system("x %s" % args.c)  # want: command-injection


class Model(BaseModel):
    n: int
    k: Literal["a", "b"]
    u: uuid.UUID
    p: str = Field(pattern=r"^[a-z]+$")
    c: str = "x"


@app.route("/")
def modelled():
    made = Model(**request.get_json())
    os.system("x %s %s %s" % (made.n, made.k, made.u))
    os.system("x %s" % made.p)
    os.system("x %s" % made.c)  # want: command-injection
    made = Model.model_validate(request.get_json())
    os.system("x %s %s" % (made.n, made.p))
    os.system("x %s" % made.c)  # want: command-injection
    made = Model.model_construct(**request.get_json())
    os.system("x %s" % made.n)  # want: command-injection
    return ""


class Query(graphene.ObjectType):
    shown = graphene.String(n=graphene.Int(), many=graphene.List(graphene.Int), s=graphene.String())

    def resolve_shown(root, info, n=0, many=(), s=""):
        os.system("x %s" % n)
        for one in many:
            os.system("x %s" % one)
        os.system("x %s" % s)  # want: command-injection


class Change(graphene.Mutation):
    class Arguments:
        n = graphene.Argument(graphene.Int, required=True)
        s = graphene.ID()

    def mutate(root, info, n, s):
        os.system("x %s" % n)
        os.system("x %s" % s)  # want: command-injection


types = gql("""
enum Order { UP DOWN }
type Query { row(id: Int!, order: Order, name: String): String
             other(id: ID!): String }
""")
query = QueryType()


@query.field("row")
def row(_, info, id, order, name):
    os.system("x %s %s" % (id, order))
    os.system("x %s" % name)  # want: command-injection


@query.field("other")
def other(_, info, id):
    os.system("x %s" % id)  # want: command-injection
