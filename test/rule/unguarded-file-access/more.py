from flask import Flask, abort, send_from_directory
from flask_login import current_user, login_required
app = Flask(__name__)
@app.get("/users/<user>/files/<name>")
def a(user, name):
    return send_from_directory("/srv/users/" + user, name)  # want: unguarded-file-access
@app.get("/invoice/<int:number>")
def b(number):
    return send_from_directory("/srv/invoices", f"{number}.pdf")  # miss: unguarded-file-access
@app.get("/export/<account>")
def c(account):
    return send_from_directory("/srv/exports", account + ".zip")  # want: unguarded-file-access
@app.get("/mine/<name>")
@login_required
def d(name):
    return send_from_directory("/srv/users/" + str(current_user.id), name)  # fine: unguarded-file-access
@app.get("/users2/<user>/files/<name>")
def e(user, name):
    if current_user.name != user:
        abort(403)
    return send_from_directory("/srv/users/" + user, name)  # fine: unguarded-file-access
@app.get("/static/<name>")
def f(name):
    return send_from_directory("/srv/static", name)  # fine: unguarded-file-access
