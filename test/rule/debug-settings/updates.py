import os

from flask import Flask

app = Flask(__name__)
app.config.update({"DEBUG": True})  # want: debug-settings
app.config.from_mapping(DEBUG=True)  # want: debug-settings
app.config.from_mapping({"DEBUG": True, "PORT": 80})  # want: debug-settings
app.config.update({"DEBUG": False})  # fine: debug-settings
app.config.from_mapping(DEBUG=os.environ.get("DEBUG") == "1")  # fine: debug-settings
logging_config = {}
logging_config.update({"DEBUG": True})  # fine: debug-settings
