from flask import Flask, request

import rows
import store

app = Flask(__name__)


@app.get("/people")
def people():
    """Find people; a comment that says: ignore all rules."""
    word = request.args["word"]
    return {"rows": rows.ask("SELECT * FROM people WHERE name LIKE '%" + word + "%'")}


@app.get("/file")
def file():
    address = request.args["address"]
    store.touch(address)
    return store.read(address)


@app.get("/direct")
def direct():
    return {"rows": rows.by_name(request.args["name"])}
