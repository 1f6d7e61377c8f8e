import asyncio
import os
import shlex
import subprocess
import paramiko
from django.http import HttpResponse
from fabric import Connection
def thumb(request):
    subprocess.check_output(f"convert {request.GET['name']} out.png", shell=True)  # want: command-injection
    return HttpResponse("ok")
def remote(request):
    client = paramiko.SSHClient()
    client.exec_command("cat /var/log/" + request.GET["log"])  # want: command-injection
    return HttpResponse("ok")
def fab(request):
    Connection("web1").run("systemctl restart " + request.GET["unit"])  # want: command-injection
    return HttpResponse("ok")
def listed(request):
    subprocess.check_output(["convert", "--", request.GET["name"], "out.png"])  # fine: command-injection
    return HttpResponse("ok")
def quoted(request):
    os.system("ls -- " + shlex.quote(request.GET["dir"]))  # fine: command-injection
    return HttpResponse("ok")
def checked(request):
    name = request.GET["name"]
    if not name.isalnum():
        return HttpResponse("no")
    os.system("id " + name)  # fine: command-injection
    return HttpResponse("ok")
