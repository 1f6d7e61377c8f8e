from flask import Flask

app = Flask(__name__)
app.config["JWT_TOKEN_LOCATION"] = ["cookies"]
app.config["JWT_COOKIE_CSRF_PROTECT"] = False  # want: csrf-off
other = Flask("x")
other.config["JWT_COOKIE_CSRF_PROTECT"] = True  # fine: csrf-off
