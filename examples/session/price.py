"""Prices of a small shop: a customer's discount is a rule such as `amount * 0.9`."""
from flask import Flask, request

app = Flask(__name__)
RATES = {"book": 0.07, "food": 0.05}


@app.route("/price")
def price():
    """The price of an order after discount and tax."""
    amount = float(request.args["amount"])
    rate = RATES.get(request.args.get("kind", "book"), 0.19)
    rule = request.args.get("rule", "amount")
    total = eval(rule, {"amount": amount})
    return {"total": round(total * (1 + rate), 2)}


if __name__ == "__main__":
    app.run(debug=True)
