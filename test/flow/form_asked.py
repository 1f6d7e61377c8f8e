# Fields of WTForms' forms: a choice or a text of a pattern only where the form was validated.
import os

from flask import Flask, request
from flask_wtf import FlaskForm
from wtforms import Form, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, Regexp

app = Flask(__name__)


class Order(FlaskForm):
    kind = SelectField("kind", choices=[("a", "A")])
    open = SelectField("open", validate_choice=False)
    word = StringField("word", [DataRequired(), Regexp(r"^[a-z]+\Z")])
    loose = StringField(validators=[Regexp(r"[a-z]+")])
    one = StringField(validators=[AnyOf(["x", "y"])])
    text = StringField()


class Wider(Order):
    more = RadioField(choices=[("b", "B")])
    word = StringField()


class Plain(Form):
    kind = SelectField(choices=[("a", "A")])


@app.route("/a", methods=["POST"])
def validated():
    form = Order()
    if form.validate_on_submit():
        os.system("x %s" % form.kind.data)
        os.system("x %s" % form.word.data)
        os.system("x %s" % form.one.data)
        os.system("x %s" % form.open.data)  # want: command-injection
        os.system("x %s" % form.loose.data)  # want: command-injection
        os.system("x %s" % form.text.data)  # want: command-injection
        os.system("x %s" % request.form["kind"])  # want: command-injection
    else:
        os.system("x %s" % form.kind.data)  # want: command-injection
    return ""


@app.route("/b", methods=["POST"])
def refused():
    form = Plain(request.form)
    if not form.validate():
        return "", 400
    os.system("x %s" % form.kind.data)
    return ""


@app.route("/c", methods=["POST"])
def method():
    form = Wider(request.form)
    if request.method == "POST" and form.validate():
        os.system("x %s" % form.kind.data)
        os.system("x %s" % form.more.data)
        os.system("x %s" % form.word.data)  # want: command-injection
    return ""


@app.route("/d", methods=["POST"])
def unasked():
    form = Plain(request.form)
    form.validate()
    os.system("x %s" % form.kind.data)  # want: command-injection
    return ""
