import logging
from django.http import HttpResponse
from flask import Flask, request
app = Flask(__name__)
log = logging.getLogger(__name__)
@app.post("/login")
def login():
    log.info("login %s", request.form)  # want: form-in-log
    return check(request.form["user"], request.form["password"])
def signup(request):
    logging.debug("signup: %s", request.POST)  # want: form-in-log
    return HttpResponse(request.POST["password"] and "ok")
@app.post("/register")
def register():
    data = request.get_json()
    app.logger.info(f"register {data}")  # want: form-in-log
    return check(data["user"], data["password"])
@app.post("/login2")
def login2():
    log.info("login %s", request.form["user"])  # fine: form-in-log
    return check(request.form["user"], request.form["password"])
@app.post("/search")
def search():
    log.info("search %s", request.form)  # fine: form-in-log
    return request.form["q"]
def counted(request):
    logging.debug("fields: %d", len(request.POST))  # fine: form-in-log
    return HttpResponse(request.POST["password"] and "ok")
