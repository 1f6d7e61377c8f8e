# Zope and Plone: the request under its own name, as a field, a parameter and by keys; views that are called.
import os

from Products.Five.browser import BrowserView


class Plugin:
    def logout(self, REQUEST):
        back = REQUEST.get("came_from")
        if back:
            REQUEST["RESPONSE"].redirect(back)  # want: open-redirect

    def login(self):
        request = self.REQUEST
        response = request["RESPONSE"]
        return response.redirect(request.form["came_from"])  # want: open-redirect

    def home(self):
        self.REQUEST.RESPONSE.redirect(self.REQUEST["URL1"])

    def run(self, REQUEST=None):
        os.system("ls " + REQUEST.form.get("name"))  # want: command-injection
        os.system("ls " + REQUEST.get("SERVER_URL"))


class Page(BrowserView):
    def __call__(self):
        name = self.request.get("name")
        self.request.response.setHeader("X-Name", name)  # want: header-injection
        return "<b>%s</b>" % name  # want: xss


class Data(BrowserView):
    def __call__(self):
        self.request.response.setHeader("Content-Type", "application/json")
        return self.request.form.get("name")


class Templated(BrowserView):
    def __call__(self):
        self.update()
        return self.index()

    def update(self):
        os.system(self.request["command"])  # want: command-injection


class Adapter:
    def __init__(self, context, request):
        self.context, self.request = context, request

    def show(self):
        os.system(self.request.form["name"])  # want: command-injection

    def name(self, request):
        os.system(request.get("name"))  # want: command-injection
