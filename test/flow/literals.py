# repr of a text is one literal of Python; of anything else it is what that says of itself.
from flask import Flask, request

app = Flask(__name__)


@app.route("/a")
def a():
    text = request.args["t"]
    exec(f"x = {text!r}")
    exec("x = " + repr(text))
    exec("x = %r" % text)
    exec("x = {!r}".format(text))
    exec(f"x = {text}")  # want: code-injection
    exec("x = '%s'" % text)  # want: code-injection
    str.format(text, app)  # want: format-injection
    str.format("{}", text)
    return "x"


def b(anything):
    exec("x = " + repr(anything))  # want: code-injection
