# Python's own functions by their name in the mapping that every module has.
from flask import Flask, request

app = Flask(__name__)


@app.route("/sum")
def total():
    text = request.args["text"]
    __builtins__["eval"](text)  # want: code-injection
    __builtins__.exec(text)  # want: code-injection
    getattr(__builtins__, "eval")(text)  # want: code-injection
    __builtins__["len"](text)  # fine: code-injection
    __builtins__.print("sum")  # fine: code-injection
    return str(__builtins__["int"](text))
