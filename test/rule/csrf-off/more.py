from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.http import HttpResponse
from flask import Flask
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
app = Flask(__name__)
app.config["WTF_CSRF_ENABLED"] = False  # want: csrf-off
csrf = CSRFProtect(app)
@csrf.exempt  # want: csrf-off
@app.post("/transfer")
def transfer():
    return "ok"
@csrf_exempt  # want: csrf-off
def pay(request):
    return HttpResponse("ok")
@csrf_protect  # fine: csrf-off
def pay_safely(request):
    return HttpResponse("ok")
@app.post("/order")  # fine: csrf-off
def order():
    return "ok"
app.config["WTF_CSRF_TIME_LIMIT"] = 3600  # fine: csrf-off
