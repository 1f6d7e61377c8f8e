from flask import Flask, abort, request

import jobs

app = Flask(__name__)


@app.post("/run/<name>")
def run(name):
    job = jobs.JOBS.get(name) or abort(404)
    return job(**request.get_json())


@app.post("/tell/<name>")
def tell(name):
    job = jobs.SAID.get(name) or abort(404)
    return job(**request.get_json())


@app.post("/figure/<name>")
def figure(name):
    func = jobs.PUBLIC.get(name) or abort(404)
    return str(func(request.get_data()))
