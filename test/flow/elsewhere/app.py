# What other files do to things that this one reads: told by their names, without a walk of all files.
import a_shows
import b_sets
import hooks
import tool
from flask import Flask, request
from registry import by_decorator, by_name, counted, in_turn, registry

app = Flask(__name__)
app.register_blueprint(a_shows.shows)
app.register_blueprint(b_sets.sets)
hooks.install(app)


@app.get("/p")
def p():
    t = request.args["t"]
    by_name["a"](t)
    counted["a"](t)
    by_decorator["a"](t)
    for fn in in_turn:
        fn(t)
    registry.run("a", t)
    registry.run("b", int(request.args["n"]))
    tool.fetch(t)
    return str(tool.shown(t))
