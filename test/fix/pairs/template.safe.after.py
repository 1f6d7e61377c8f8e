from flask import render_template_string
from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return render_template_string("<p>Hello {{ value1 }}</p>", value1=request.args["name"])
