import asyncio
import os
import subprocess
from django.http import HttpRequest, HttpResponse
def convert(request: HttpRequest):
    subprocess.run(["tar", request.GET["how"], "/srv/out.tar"])  # want: argument-injection
    return HttpResponse("ok")
def viewer(request: HttpRequest):
    os.execvp(request.GET["prog"], ["x"])  # want: argument-injection
def guarded(request: HttpRequest):
    subprocess.run(["tar", "-cf", "/srv/out.tar", "--", request.GET["name"]])  # fine: argument-injection
    return HttpResponse("ok")
def chosen(request: HttpRequest):
    tools = {"list": "ls", "size": "du"}
    subprocess.run([tools[request.GET["tool"]], "/srv"])  # fine: argument-injection
    return HttpResponse("ok")
def number(request: HttpRequest):
    subprocess.run(["seq", str(int(request.GET["n"]))])  # fine: argument-injection
    return HttpResponse("ok")

def heads(request: HttpRequest):
    url = request.GET["url"]
    subprocess.run(["git", "ls-remote", "--heads", url])  # want: argument-injection
    subprocess.run(["git", "ls-remote", "--symref", url, "HEAD"])  # want: argument-injection
    subprocess.run(["git", "clone", "--depth=1", url])  # want: argument-injection
    subprocess.run(["git", "clone", "--branch", url])  # fine: argument-injection
    subprocess.run(["git", "ls-remote", "--heads", "--", url])  # fine: argument-injection
    return HttpResponse("ok")
