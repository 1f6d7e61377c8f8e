import secrets

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from flask import Flask, request, url_for

app = Flask(__name__)
SITE = "https://shop.example"


@app.post("/invite")
def invite():
    token = secrets.token_urlsafe()
    link = f"{request.url_root}join/{token}"  # want: poisoned-link
    return {"mailed": link}


@app.post("/confirm")
def confirm_mail():
    host = request.headers["Host"]  # want: poisoned-link
    return f"https://{host}/confirm/{secrets.token_hex(8)}"


def password_reset(request, user):
    token = default_token_generator.make_token(user)
    link = request.build_absolute_uri("/reset/" + token)  # want: poisoned-link
    send_mail("Reset", link, "shop@shop.example", [user.email])


def activate(request, user):
    token = default_token_generator.make_token(user)
    host = request.META.get("HTTP_HOST")  # want: poisoned-link
    send_mail("Activate", "http://%s/activate/%s" % (host, token), "a@shop.example", [user.email])


@app.post("/forgot")
def forgot():
    token = secrets.token_urlsafe()
    return {"mailed": SITE + "/reset/" + token}  # fine: poisoned-link


@app.post("/forgot-there")
def forgot_there():
    token = secrets.token_urlsafe()
    if request.host != "shop.example":  # fine: poisoned-link
        return "", 400
    return {"mailed": "https://shop.example" + url_for("reset", token=token)}


@app.get("/feed")
def feed():
    return {"self": request.host_url + "feed"}  # fine: poisoned-link
