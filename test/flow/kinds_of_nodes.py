# A tree of which every node was asked for its kind is run as far as those kinds reach.
import ast

from flask import Flask, request

app = Flask(__name__)
PLAIN = (ast.Expression, ast.Constant, ast.BinOp, ast.Add, ast.Sub)


@app.get("/sum")
def total():
    tree = ast.parse(request.args["sum"], mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, PLAIN):
            raise ValueError("only sums")
    return str(eval(compile(tree, "sum", "eval")))


@app.get("/any")
def anything():
    tree = ast.parse(request.args["sum"], mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            print("a lambda")
    return str(eval(compile(tree, "sum", "eval")))  # want: code-injection


@app.get("/calls")
def calls():
    tree = ast.parse(request.args["sum"], mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Expression, ast.Call, ast.Name, ast.Attribute, ast.Constant)):
            raise ValueError("only calls")
    return str(eval(compile(tree, "sum", "eval")))  # want: code-injection
