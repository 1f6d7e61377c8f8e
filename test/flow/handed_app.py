# Routes of an app that is handed in, helpers that nobody can read, and texts that lack a character.
import os
import random
import subprocess

import flask
import lxml.etree
from flask import request

import toolbox.forms
import toolbox.web
from toolbox.web import escape_html, portalsession


def register(app):
    @app.route("/hello", methods=["POST"])
    def hello():
        page = "<p>"
        page += request.form["who"]  # want: xss
        return page

    @app.route("/hello2")
    def hello2():
        return "<p>" + escape_html(request.args["who"])

    @app.route("/keys")
    def keys():
        picked = ""
        for name in request.form.keys():
            if "yes" in request.form.getlist(name):
                picked = name
        os.system("ls " + picked)  # want: command-injection
        return {}

    @app.route("/form")
    def form():
        fields = toolbox.forms.form_reader(request)
        os.system("ls " + fields.field("dir"))  # want: command-injection
        menu = toolbox.web.menu_of(request)
        os.system("ls " + menu.title)
        return {}

    @app.route("/part")
    def part():
        code = request.args.get("code", "")
        tree = lxml.etree.parse("parts.xml")
        tree.xpath("/parts/part[@code='%s']" % code)  # want: xpath-injection
        tree.xpath("/parts/part[@code='%s']" % code.replace("'", ""))
        tree.xpath(f"/parts/part[@code='{code.strip()}']")  # want: xpath-injection
        tree.xpath('/parts/part[@code="%s"]' % code.replace("'", "&apos;"))  # want: xpath-injection
        tree.xpath("/parts/part[%s]" % code.replace("'", ""))  # want: xpath-injection
        if "'" in code:
            return {}, 400
        tree.xpath(f"/parts/part[@code='{code}']")
        tree.xpath(f'/parts/part[@code="{code}"]')  # want: xpath-injection
        return {}

    @app.route("/doc")
    def doc():
        name = request.args["name"]
        if "../" in name:
            return {}, 400
        open(f"docs/{name}").close()
        open("docs" + name).close()  # want: path-traversal
        open(os.path.join("docs", name)).close()  # want: path-traversal
        open("docs/" + request.args["b"].replace("..", "")).close()
        open("docs/" + request.args["c"].replace("../", "")).close()  # want: path-traversal
        return {}

    @app.route("/literal")
    def literal():
        text = request.args["text"]
        if not text.startswith("'") or not text.endswith("'") or "'" in text[1:-1]:
            return {}, 400
        exec(text)
        if text.startswith("'") and text.endswith("'"):
            exec(request.args["other"])  # want: code-injection
        return {}

    @app.route("/run")
    def run():
        words = []
        if os.name == "nt":
            words.append("cmd.exe")
            words.append("/c")
        else:
            words.append("sh")
            words.append("-c")
        words.append("echo " + request.args["what"])
        subprocess.run(words)  # want: command-injection
        return {}

    @app.route("/stay")
    def stay():
        value = str(random.random())[2:]
        flask.session["remember_me"] = value  # want: weak-random
        flask.session["dice"] = str(random.random())
        portalsession["token"] = value  # want: weak-random
        flask.session["userid"] = request.args["id"]  # want: session-tampering
        return {}
