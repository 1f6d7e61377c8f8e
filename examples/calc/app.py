"""A calculator on the web that runs whatever it is sent."""
from flask import Flask, request

app = Flask(__name__)


@app.post("/calculate")
def calculate():
    """Answer {"result": …} for a sum such as 2*(3+4), or 400 for anything else."""
    text = request.get_json()["sum"]
    try:
        result = eval(text)
    except (SyntaxError, ValueError):
        return {"error": "not a sum"}, 400
    return {"result": result}
