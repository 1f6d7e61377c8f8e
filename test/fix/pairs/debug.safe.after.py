from flask import Flask, request

app = Flask(__name__)


@app.route("/x", methods=["GET", "POST"])
def x():
    return "ok"


if __name__ == "__main__":
    app.run(debug=False)
