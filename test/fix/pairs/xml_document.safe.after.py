import html

import requests
from flask import Flask, request

app = Flask(__name__)


@app.post("/order")
def order():
    item = request.form["item"]
    body = f"<?xml version='1.0'?><order n=\"{html.escape(str(request.form['n']))}\"><item>{html.escape(str(item))}</item></order>"
    answer = requests.post("https://shop.example.org/orders", data=body, timeout=5)
    return {"ok": answer.ok}
