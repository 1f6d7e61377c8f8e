# Flask told where its templates are: from the file of the application, upward.
from flask import Flask, render_template, request

app = Flask(__name__, static_folder="../front/static", template_folder="../front/pages/")


@app.get("/raw")
def raw():
    return render_template("far_raw.html", name=request.args["name"])  # want: xss


@app.get("/plain")
def plain():
    return render_template("far_plain.html", name=request.args["name"])
