# Addresses that begin with a path of this site, by a test or by what was taken off before.
from flask import Flask, redirect, request

app = Flask(__name__)


@app.get("/1")
def r1():
    w = request.args["w"]
    if w.startswith("/albums/"):
        return redirect(w)
    return ""


@app.get("/2")
def r2():
    t = request.args["t"]
    return redirect("/" + t.lstrip("/\\"))


@app.get("/3")
def r3():
    t = request.args["t"]
    return redirect("/" + t.lstrip("/"))  # want: open-redirect


@app.get("/4")
def r4():
    t = request.args["t"]
    if t.startswith("/"):
        return redirect(t)  # want: open-redirect
    return ""


@app.get("/5")
def r5():
    t = request.args["t"]
    if t.startswith(("/a", "/b/")):
        return redirect(t)
    return ""


@app.get("/6")
def r6():
    t = request.args["t"]
    if t.startswith(("/a", "/")):
        return redirect(t)  # want: open-redirect
    return ""


@app.get("/7")
def r7():
    t = request.args["t"]
    if not t.startswith("/next"):
        return ""
    return redirect(t)


@app.get("/8")
def r8():
    t = request.args["t"]
    if t.startswith("/\\x"):
        return redirect(t)  # want: open-redirect
    return ""


@app.get("/9")
def r9():
    t = request.args["t"]
    if t.startswith("//x"):
        return redirect(t)  # want: open-redirect
    return ""


@app.get("/10")
def r10():
    t = request.args["t"].lstrip("/\\")
    return redirect(f"/{t}")


@app.get("/11")
def r11():
    t = request.args["t"]
    t = t if t.startswith("/shop/") else "/"
    return redirect(t)


@app.get("/12")
def r12():
    t = request.args["t"].lstrip("\\/ ")
    return redirect("/%s" % t)


@app.get("/13")
def r13():
    t = request.args["t"].lstrip("/\\")
    return redirect(t)  # want: open-redirect


@app.get("/14")
def r14():
    t = request.args["t"]
    if t[:8] == "/albums/":
        return redirect(t)
    return ""


@app.get("/15")
def r15():
    t = request.args["t"]
    return redirect("/" + t.strip("/\\"))


@app.get("/16")
def r16():
    t = request.args["t"].lstrip("/\\")
    return redirect("/" + t[1:])  # want: open-redirect


@app.get("/18")
def r18():
    t = request.args["t"].lstrip("/\\").split("a")[1]
    return redirect("/" + t)  # want: open-redirect


@app.get("/19")
def r19():
    t = request.args["t"].rstrip("/\\")
    return redirect("/" + t)  # want: open-redirect


@app.get("/20")
def r20():
    t = request.args["t"]
    if t.startswith("/albums/") or t.startswith("/"):
        return redirect(t)  # want: open-redirect
    return ""

