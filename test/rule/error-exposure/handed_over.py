from flask import Flask

app = Flask(__name__)


def load(name):
    try:
        return open("pages/" + name).read()
    except Exception as err:
        return err


@app.get("/page")
def page():
    item = load("a")
    if isinstance(item, BaseException):
        raise item
    return str(item)  # fine: error-exposure


@app.get("/told")
def told():
    item = load("b")
    if item is None:
        return "none"
    return str(item)  # want: error-exposure
