# Addresses that a page takes: with a beginning of their own, or after a look at them, they are no script.
from flask import Flask, render_template_string, request

app = Flask(__name__)


@app.get("/beginning")
def beginning():
    return render_template_string("""<a href="{{ '/x/' + to }}">on</a>""", to=request.args["to"])


@app.get("/asked")
def asked():
    page = """<a href="{{ to if to.startswith('/') else '/' }}">on</a>"""
    return render_template_string(page, to=request.args["to"])


@app.get("/scheme")
def scheme():
    to = request.args["to"]
    if ":" in to or to[0] != "/":
        return "no"
    return render_template_string("""<a href="{{ to }}">on</a>""", to=to)


@app.get("/back")
def back():
    return render_template_string("<script>var back = {{ to }};</script>", to=request.referrer)  # want: xss
