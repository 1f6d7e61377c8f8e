# The exception that nobody caught, in the answer to whoever met it.
from flask import Flask, current_app, jsonify

app = Flask(__name__)


@app.errorhandler(500)
def boom(e):
    return jsonify(error=str(e.original_exception)), 500        # want: error-exposure


@app.errorhandler(404)
def missing(e):
    current_app.logger.error("missing")
    return jsonify(error="missing"), 404
