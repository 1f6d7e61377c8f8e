import ast
import code
import timeit
import numexpr
from django.http import HttpResponse
from sanic import Sanic
from starlette.requests import Request
app = Sanic("calc")
def rule(request):
    exec(compile(request.POST["rule"], "rule", "exec"))  # want: code-injection
    return HttpResponse("ok")
async def timing(request: Request):
    return timeit.timeit(request.query_params["stmt"])  # want: code-injection
def columns(df, expr):
    return df.eval(expr)
def fixed(request):
    exec(compile("total = 1 + 1", "rule", "exec"))  # fine: code-injection
    return HttpResponse("ok")
def number(request):
    return HttpResponse(str(eval("2 * %d" % int(request.POST["n"]))))  # fine: code-injection


class Ranked:
    def __init__(self):
        self.script = None

    def by(self, weight):
        self.script = {"source": "_score * params.weight", "params": {"weight": weight}}

    def written(self, weight):
        self.script = {"source": "_score * " + weight}


def ranked(weight):
    from elasticsearch import Elasticsearch
    from flask import request
    one, other = Ranked(), Ranked()
    one.by(request.args["w"])
    other.written(request.args["w"])
    store = Elasticsearch("https://search.example.org")
    store.search(query={"script_score": {"query": {"match_all": {}}, "script": one.script}})
    store.search(query={"script_score": {"query": {"match_all": {}}, "script": other.script}})  # want: code-injection
