from bottle import post, request as bottle_request
from flask import session
from pyramid.view import view_config

from users import verify_password


@view_config(route_name="in")
def pyramid_in(request):
    user = verify_password(request.POST["name"], request.POST["password"])
    request.session["user"] = user.id  # want: session-fixation
    return {}


@view_config(route_name="in2")
def pyramid_anew(request):
    user = verify_password(request.POST["name"], request.POST["password"])
    request.session.invalidate()
    request.session["user"] = user.id  # fine: session-fixation
    return {}


@post("/in")
def bottle_in():
    user = verify_password(bottle_request.forms.name, bottle_request.forms.password)
    kept = bottle_request.environ["beaker.session"]
    kept["user"] = user.id  # want: session-fixation
    kept.save()


def flask_in(form):
    user = verify_password(form["name"], form["password"])
    session["user"] = user.id  # fine: session-fixation
