import requests
from flask import Flask, request

app = Flask(__name__)


@app.post("/order")
def order():
    item = request.form["item"]
    body = f"<?xml version='1.0'?><order n=\"{request.form['n']}\"><item>{item}</item></order>"
    answer = requests.post("https://shop.example.org/orders", data=body, timeout=5)
    return {"ok": answer.ok}
