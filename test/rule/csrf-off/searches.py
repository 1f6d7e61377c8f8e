from flask import request
from flask_wtf import FlaskForm


class Find(FlaskForm):
    class Meta:
        csrf = False  # want: csrf-off


class Pay(FlaskForm):
    csrf_enabled = False  # want: csrf-off


def find():
    return Find(request.args)


def found():
    return Pay(request.args, meta={"csrf": False})  # fine: csrf-off


def found_by_name():
    return Pay(formdata=request.args, meta={"csrf": False})  # fine: csrf-off


def paid():
    return Pay(request.form, meta={"csrf": False})  # want: csrf-off


def start(app, debug):
    csrf_enabled = False  # fine: csrf-off
    if not debug:
        csrf_enabled = True
    app.config.csrf_enabled = False  # want: csrf-off
    return app.make(csrf_enabled=csrf_enabled)  # fine: csrf-off
