import os
import signal
import subprocess
import psutil
from flask import Flask, request
app = Flask(__name__)
def stop(pid):
    os.kill(pid, signal.SIGTERM)  # want: foreign-process
@app.post("/stop")
def stop_route():
    os.kill(int(request.form["pid"]), signal.SIGKILL)  # want: foreign-process
    return "ok"
def end(pid):
    psutil.Process(pid).terminate()  # want: foreign-process
def own_child():
    child = subprocess.Popen(["sleep", "9"])
    os.kill(child.pid, signal.SIGTERM)  # fine: foreign-process
def myself():
    os.kill(os.getpid(), signal.SIGINT)  # fine: foreign-process
def alive(pid):
    os.kill(pid, 0)  # fine: foreign-process
