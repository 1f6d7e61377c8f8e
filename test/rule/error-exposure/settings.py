"""All that the program was started with or set up by, in an answer."""
import json
import os

from flask import Flask, current_app, jsonify

app = Flask(__name__)


@app.get("/env")
def env():
    return dict(os.environ)  # want: error-exposure


@app.get("/env-json")
def env_json():
    found = dict(os.environ)
    return jsonify(env=found)  # want: error-exposure


@app.get("/env-page")
def env_page():
    return f"<pre>{os.environ}</pre>"  # want: error-exposure


@app.get("/env-spread")
def env_spread():
    return {"name": "x", **os.environ}  # want: error-exposure


@app.get("/env-dumped")
def env_dumped():
    return json.dumps({"env": os.environ.copy()}), 200  # want: error-exposure


@app.get("/config")
def config():
    return jsonify({k: str(v) for k, v in app.config.items()})  # want: error-exposure


@app.get("/config-text")
def config_text():
    return str(current_app.config)  # want: error-exposure


@app.get("/one")
def one():
    return {"lang": os.environ["LANG"], "debug": current_app.config["DEBUG"]}


@app.get("/count")
def count():
    return {"n": len(os.environ), "names": len(app.config)}


@app.get("/some")
def some():
    return jsonify({k: str(v) for k, v in app.config.items() if k in ("DEBUG", "TESTING")})


def child_env():
    return dict(os.environ)
