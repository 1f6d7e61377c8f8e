from .bottle import LEVELS, Bottle, level, redirect, request

app = Bottle()


@app.route("/away")
def away():
    return redirect(request.query.next)  # want: open-redirect


@app.route("/level")
def levels():
    return redirect("/" + level(LEVELS["a"]))


@app.route("/<name>")
def read(name):
    return open("/srv/" + name).readline()  # want: path-traversal
