import cherrypy
import tornado.web
from aiohttp import web
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from flask import Flask, redirect as go, session
from store import wipe

app = Flask(__name__)


@app.route("/wipe")
def wipe_all():
    if "user" not in session:
        go("/login")  # want: unreturned-redirect
    return wipe()


@app.route("/wipe2")
def wipe_two():
    if "user" not in session:
        return go("/login")  # fine: unreturned-redirect
    return wipe()


def remove(request, items):
    if not request.user.is_staff:
        redirect("/login")  # want: unreturned-redirect
    items.delete()


def remove_returned(request, items):
    if not request.user.is_staff:
        return redirect("/login")  # fine: unreturned-redirect
    items.delete()


def remove_made(request, items):
    if not request.user.is_staff:
        redirect_to_login(request.path)  # want: unreturned-redirect
    items.delete()


def remove_kept(request, items):
    if not request.user.is_staff:
        answer = redirect("/login")  # fine: unreturned-redirect
        answer.headers["X-Why"] = "staff"
        return answer
    items.delete()


def last(request):
    if not request.user.is_staff:
        redirect("/login")  # fine: unreturned-redirect


async def handler(request):
    if not request.get("user"):
        web.HTTPFound("/login")  # want: unreturned-redirect
    wipe()
    return web.Response()


class Admin(tornado.web.RequestHandler):
    def post(self):
        if not self.current_user:
            self.redirect("/login")  # want: unreturned-redirect
        wipe()

    def delete(self):
        if not self.current_user:
            self.redirect("/login")  # fine: unreturned-redirect
            return
        wipe()

    def get(self):
        if self.current_user:
            self.redirect("/home")  # fine: unreturned-redirect
        else:
            self.redirect("/login")  # fine: unreturned-redirect


class Root:
    @cherrypy.expose
    def purge(self, user=None):
        if user is None:
            cherrypy.HTTPRedirect("/login")  # want: unreturned-redirect
        wipe()


class Player:
    def redirect(self, where):
        self.where = where

    def go(self, where):
        if where:
            self.redirect(where)  # fine: unreturned-redirect
        wipe()


class Either(tornado.web.RequestHandler):
    def get(self):
        if self.current_user:
            self.write("x")
        else:
            self.redirect("/login")  # fine: unreturned-redirect
        self.count()

    def post(self):
        if not self.current_user:
            self.redirect("/login")  # fine: unreturned-redirect
            return self.count()
        wipe()

    def put(self, items):
        for item in items:
            if not item.owned:
                self.send_error(403)  # fine: unreturned-redirect
                break
        else:
            wipe()

    def delete(self, items):
        for item in items:
            if not item.owned:
                self.send_error(403)  # want: unreturned-redirect
            item.delete()

    def head(self):
        if not self.current_user:
            self.send_error(403)  # fine: unreturned-redirect
            self.kept = False
            return
        wipe()
