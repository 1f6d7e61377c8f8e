# Programs and code started by libraries that few programs have; what is quoted, listed or constant stays silent.
import asyncio
import shlex

import ansible_runner
import hydra.utils
import matlab.engine
import oct2py
import sympy
from Cheetah.Template import Template
from flask import Flask, request
from jupyter_client import KernelManager
from kubernetes import client
from kubernetes.stream import stream
from pexpect.popen_spawn import PopenSpawn
from plumbum import SshMachine, local
from ptyprocess import PtyProcess
from subprocess_tee import run as tee
from twisted.internet import reactor, utils

app = Flask(__name__)
engine = matlab.engine.start_matlab()


@app.get("/a")
async def a():
    q = request.args["q"]
    await asyncio.create_subprocess_exec("bash", "-c", "ls " + q)  # want: command-injection
    await asyncio.get_event_loop().subprocess_exec(asyncio.SubprocessProtocol, "sh", "-c", q)  # want: command-injection
    await asyncio.create_subprocess_exec("ls", "--", q)
    PopenSpawn("cmd /c dir " + q)  # want: command-injection
    tee("ls " + q)  # want: command-injection
    tee(["ls", "--", q])
    tee("ls " + shlex.quote(q))
    PtyProcess.spawn(["bash", "-c", "ls " + q])  # want: command-injection
    PtyProcess.spawn(["ls", "--", q])
    return ""


@app.get("/b")
def b():
    q = request.args["q"]
    utils.getProcessOutput("/bin/sh", ["-c", "ls " + q])  # want: command-injection
    reactor.spawnProcess(None, "/bin/sh", ["sh", "-c", "ls " + q])  # want: command-injection
    utils.getProcessOutput("/bin/ls", ["--", q])
    ansible_runner.run_command("sh", ["-c", "ls " + q])  # want: command-injection
    pod = client.CoreV1Api().connect_get_namespaced_pod_exec
    stream(pod, "p", "n", command=["sh", "-c", "ls " + q])  # want: command-injection
    stream(pod, "p", "n", command=["ls", "--", q])
    shell = local["sh"]
    shell("-c", "ls " + q)  # want: command-injection
    SshMachine("h")["bash"]["-c", "ls " + q]()  # want: command-injection
    local["ls"]("--", q)
    return ""


@app.get("/c")
def c():
    q = request.args["q"]
    sympy.S(q)  # want: code-injection
    sympy.lambdify("x", q)  # want: code-injection
    engine.eval("f('" + q + "')")  # want: code-injection
    oct2py.octave.eval("f('" + q + "')")  # want: code-injection
    KernelManager().client().execute(q)  # want: code-injection
    KernelManager().client().execute("1 + 1")
    hydra.utils.get_class(q)  # want: unsafe-reflection
    Template.compile(source=q)  # want: template-injection
    Template.compile(source="Hi $q")
    return ""
