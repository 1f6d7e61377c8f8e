import bottle
from options import CLOSED, FORGOTTEN, OPEN

app = bottle.Bottle()


def open_session(sid):
    bottle.response.set_cookie("sid", sid, **OPEN)  # want: insecure-cookie
    bottle.response.set_cookie("sid", sid, **CLOSED)
    bottle.response.set_cookie("sid", sid, **FORGOTTEN)  # want: insecure-cookie
