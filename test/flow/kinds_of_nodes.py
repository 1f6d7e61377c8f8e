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


@app.get("/whole")
def of_the_whole():
    source = request.args["sum"]
    tree = ast.parse(source, mode="eval")
    if not isinstance(tree.body, (ast.BinOp, ast.Constant)):
        raise ValueError("only sums")
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            raise ValueError("no lambdas")
    return str(eval(source))  # want: code-injection


@app.get("/lines")
def of_lines():
    tree = ast.parse(request.args["text"])
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    for line in tree.body:
        if not isinstance(line, (ast.Assign, ast.Expr)):
            raise ValueError("only lines")
    exec(compile(tree, "lines", "exec"))  # want: code-injection
    return str(len(names))
