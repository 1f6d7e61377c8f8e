import subprocess
import sys
from flask import Flask, request

app = Flask(__name__)


@app.get("/a")
def a():
    x = request.args["x"]
    subprocess.run(["python3", "-c", "print(" + x + ")"])  # want: code-injection
    subprocess.check_output([sys.executable, "-I", "-c", x])  # want: code-injection
    subprocess.run(["/usr/bin/perl", "-e", x])  # want: code-injection
    subprocess.Popen(["sudo", "node", "-e", x])  # want: code-injection
    return {}


@app.get("/safe")
def safe():
    x = request.args["x"]
    subprocess.run(["python3", "-c", "import sys; print(sys.argv[1])", "--", x])
    subprocess.run([sys.executable, "tool.py", "-c", "--", x])
    subprocess.run([sys.executable, "-m", "tool", "--", x])
    return {}
