import secrets
from flask import Flask, request
from shop.mail import send
from shop.keys import options
app = Flask(__name__)
@app.post("/key/register")
def register():
    token = secrets.token_urlsafe(16)
    # whom the key is made for; no address that anybody is sent to
    return options(rp_id=request.host.split(":")[0], challenge=token, verification="required")  # fine: poisoned-link
@app.post("/key/recover")
def recover():
    token = secrets.token_urlsafe(16)
    send(request.form["mail"], link=request.host_url + "recover/" + token)  # want: poisoned-link
    return ""
