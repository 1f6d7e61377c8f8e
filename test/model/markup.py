# Templates, markup, XML, XPath, LDAP.
import html
import xml.etree.ElementTree as ET

import bleach
import jinja2
import ldap
import ldap.filter
import ldap3
import lxml.etree
import mako.template
from flask import Flask, Markup, make_response, render_template, render_template_string, request
from ldap3.utils.conv import escape_filter_chars
from markupsafe import escape

app = Flask(__name__)


@app.get("/a")
def a():
    q = request.args.get("q")
    jinja2.Template("Hello " + q).render()  # want: template-injection
    jinja2.Template("Hello {{ q }}").render(q=q)
    jinja2.Environment().from_string(q)  # want: template-injection
    render_template_string("<p>%s</p>" % q)  # want: template-injection
    render_template_string("<p>{{ q }}</p>", q=q)
    render_template("x.html", q=q)
    mako.template.Template("Hello " + q)  # want: template-injection
    Markup("<b>" + q + "</b>")  # want: xss
    Markup("<b>" + escape(q) + "</b>")
    return "<p>" + html.escape(q) + "</p>"


@app.get("/b")
def b():
    q = request.args.get("q")
    return "<p>" + q + "</p>"  # want: xss


@app.get("/c")
def c():
    q = request.args.get("q")
    return make_response("<p>" + bleach.clean(q) + "</p>")


@app.post("/d")
def d():
    data = request.data
    q = request.args.get("q")
    unsafe = lxml.etree.XMLParser(resolve_entities=True)
    lxml.etree.fromstring(data, parser=unsafe)  # want: xxe
    safe = lxml.etree.XMLParser(resolve_entities=False)
    doc = lxml.etree.fromstring(data, parser=safe)
    doc.xpath("//user[name='" + q + "']")  # want: xpath-injection
    doc.xpath("//user[name=$n]", n=q)
    ET.parse("x.xml").findall("user[@name='" + q + "']")  # want: xpath-injection
    lxml.etree.XSLT(lxml.etree.XML(data, safe))  # want: xslt-injection
    return ""


@app.get("/e")
def e():
    q = request.args.get("q")
    con = ldap.initialize("ldap://x")
    con.search_s("dc=x", ldap.SCOPE_SUBTREE, "(uid=" + q + ")")  # want: ldap-injection
    con.search_s("dc=x", ldap.SCOPE_SUBTREE, "(uid=" + ldap.filter.escape_filter_chars(q) + ")")
    con.search_s("uid=" + q + ",dc=x", ldap.SCOPE_SUBTREE)  # want: ldap-injection
    server = ldap3.Server("x")
    conn = ldap3.Connection(server, auto_bind=True)
    conn.search("dc=x", "(uid=%s)" % q)  # want: ldap-injection
    conn.search("dc=x", "(uid=%s)" % escape_filter_chars(q))
    return ""
