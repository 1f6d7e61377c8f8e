# Binds that are a login: the password may be empty, is none, or nobody is asked for one.
import os
import ldap
import ldap3
from flask import Flask, abort, request
from ldap.dn import escape_dn_chars
app = Flask(__name__)
con = ldap.initialize("ldaps://dir.example.org")


@app.post("/login")
def login():
    dn = "uid=" + escape_dn_chars(request.form["name"]) + ",dc=example"
    con.simple_bind_s(dn, request.form["password"])  # want: unauthenticated-bind
    return {"ok": True}


@app.post("/login2")
def login2():
    dn = "uid=" + escape_dn_chars(request.form["name"]) + ",dc=example"
    con.simple_bind_s(who=dn, cred="")  # want: unauthenticated-bind
    return {"ok": True}


@app.post("/login3")
def login3():
    dn = "uid=" + escape_dn_chars(request.form["name"]) + ",dc=example"
    con.simple_bind_s(dn)  # want: unauthenticated-bind
    return {"ok": True}


def authenticate(user, secret_word):
    try:
        con.bind_s("uid=" + escape_dn_chars(user), secret_word)  # want: unauthenticated-bind
    except ldap.INVALID_CREDENTIALS:
        return False
    return True


def open_for_search():
    con.simple_bind_s()  # fine: unauthenticated-bind
    con.simple_bind_s("", "")  # fine: unauthenticated-bind
    con.simple_bind_s("cn=reader,dc=example", os.environ["LDAP_PASSWORD"])  # fine: unauthenticated-bind
    return con


@app.post("/login4")
def login4():
    pin = request.form["pin"]
    if not pin:
        abort(401)
    con.simple_bind_s("uid=" + escape_dn_chars(request.form["name"]), pin)  # fine: unauthenticated-bind
    return {"ok": True}


@app.post("/login5")
def login5():
    server = ldap3.Server("ldaps://dir.example.org")
    dn = "uid=" + ldap3.utils.dn.escape_rdn(request.form["name"])
    ldap3.Connection(server, user=dn, authentication=ldap3.ANONYMOUS, auto_bind=True)  # want: unauthenticated-bind
    ldap3.Connection(server, user=dn, password=request.form["word"], auto_bind=True)  # fine: unauthenticated-bind
    return {"ok": True}


def find_mail(name):
    with ldap3.Connection(ldap3.Server("ldaps://dir.example.org"), authentication=ldap3.ANONYMOUS) as c:  # fine: unauthenticated-bind
        return c
