import logging
from django.http import HttpResponse
from fastapi import FastAPI
app = FastAPI()
log = logging.getLogger(__name__)
def seen(request):
    log.warning("no user " + request.GET["name"])  # want: log-injection
    return HttpResponse("ok")
@app.get("/item")
def item(name: str):
    log.info(f"item {name}")  # want: log-injection
    return {}
def escaped(request):
    log.warning("no user %r", request.GET["name"])  # fine: log-injection
    return HttpResponse("ok")
@app.get("/count")
def count(n: int):
    log.info(f"count {n}")  # fine: log-injection
    return {}
def cut(request):
    name = request.GET["name"].replace("\n", " ").replace("\r", " ")
    log.warning("no user %s", name)  # fine: log-injection
    return HttpResponse("ok")
def built_escaped(request):
    log.warning("no user %r" % request.GET["name"])  # fine: log-injection
    return HttpResponse("ok")
def built_half_escaped(request):
    log.warning("no user %r of %s" % (request.GET["name"], request.GET["group"]))  # want: log-injection
    return HttpResponse("ok")
def pairs(request):
    log.warning("no user", name=request.GET["name"])  # fine: log-injection
    return HttpResponse("ok")
