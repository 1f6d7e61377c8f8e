import os
from flask import Flask
from quart import Quart
app = Flask(__name__)
app.config["DEBUG"] = True  # want: debug-settings
app.config.update(DEBUG=True, TESTING=False)  # want: debug-settings
OPTIONS = {"host": "127.0.0.1", "debug": True}
def start():
    app.run(**OPTIONS)
other = Quart(__name__)
other.config["DEBUG"] = False  # fine: debug-settings
other.config.update(TESTING=True)  # fine: debug-settings
other.config["DEBUG"] = bool(os.environ.get("DEBUG"))  # fine: debug-settings
