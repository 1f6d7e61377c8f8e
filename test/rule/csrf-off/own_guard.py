from flask import Flask
from flask_login import current_user, login_required
from flask_wtf.csrf import CSRFProtect as Protect

app = Flask(__name__)
guard = Protect(app)
rules = {}


@guard.exempt  # want: csrf-off
@app.post("/leave")
@login_required
def leave():
    current_user.delete()
    return ""


@app.post("/stay")
@login_required
def stay():  # fine: csrf-off
    current_user.touch()
    return ""
