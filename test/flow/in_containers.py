# The words of a container's command stand in a list of their own: the first is the program.
import docker
from flask import Flask, request

app = Flask(__name__)


@app.get("/run")
def run():
    word = request.args["word"]
    client = docker.from_env()
    client.containers.run("alpine", ["echo", word])
    client.containers.run("alpine", command=["echo", word])
    client.containers.run("alpine", ["sh", "-c", word])  # want: argument-injection, command-injection
    client.containers.run("alpine", [word, "-v"])  # want: argument-injection
    client.containers.run(word)  # want: argument-injection
    client.containers.run(word, ["date"])  # want: argument-injection
    return ""
