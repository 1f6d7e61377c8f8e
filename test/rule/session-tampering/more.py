from flask import Flask, request, session
app = Flask(__name__)
@app.post("/a")
def a():
    session[request.form["key"]] = 1  # want: session-tampering
    return "ok"
@app.post("/b")
def b():
    session["user_id"] = request.form["user_id"]  # want: session-tampering
    return "ok"
@app.post("/c")
def c():
    session["is_admin"] = request.form["admin"]  # want: session-tampering
    return "ok"
@app.post("/d")
def d():
    user = check_login(request.form["name"], request.form["password"])
    session["user_id"] = user.id  # fine: session-tampering
    return "ok"
@app.post("/e")
def e():
    session["lang"] = "de" if request.form["lang"] == "de" else "en"  # fine: session-tampering
    return "ok"
@app.post("/f")
def f():
    session["visits"] = session.get("visits", 0) + 1  # fine: session-tampering
    return "ok"
