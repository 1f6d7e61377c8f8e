# A debugger round the application where the application's own switch is on, and where nothing asks.
from flask import Flask
from werkzeug.debug import DebuggedApplication
app = Flask(__name__)


def wrapped(threads):
    if app.debug and not threads:
        return DebuggedApplication(app.wsgi_app, evalex=True)  # want: debug-mode low
    return app.wsgi_app


def always():
    return DebuggedApplication(app.wsgi_app, evalex=True)  # want: debug-mode high
