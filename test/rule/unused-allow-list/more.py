from flask import Flask, abort, request
app = Flask(__name__)
ALLOWED_EXTENSIONS = {"png", "jpg"}  # want: unused-allow-list
BLOCKED_HOSTS = ("localhost", "127.0.0.1")  # want: unused-allow-list
PERMITTED_ROLES = frozenset(["reader", "writer"])  # want: unused-allow-list
ALLOWED_SORTS = ["name", "price"]  # fine: unused-allow-list
ALLOWED_SIZE = 1024  # fine: unused-allow-list
CORS_ALLOWED_ORIGINS = ["https://example.com"]  # fine: unused-allow-list
@app.get("/items")
def items():
    if request.args["sort"] not in ALLOWED_SORTS:
        abort(400)
    return "ok"
