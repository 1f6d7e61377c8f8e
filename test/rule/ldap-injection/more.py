import ldap
import ldap3
from ldap.filter import escape_filter_chars, filter_format
from ldap3.utils.conv import escape_filter_chars as esc
from django.http import HttpResponse
from fastapi import FastAPI
app = FastAPI()
def find(request):
    conn = ldap.initialize("ldaps://dir")
    return HttpResponse(conn.search_s("dc=x", ldap.SCOPE_SUBTREE, "(uid=%s)" % request.GET["u"]))  # want: ldap-injection
@app.get("/user")
def user(name: str):
    conn = ldap3.Connection("dir")
    conn.search("dc=x", f"(cn={name})")  # want: ldap-injection
    return conn.entries
def bind(request):
    conn = ldap.initialize("ldaps://dir")
    conn.simple_bind_s("uid=%s,dc=x" % request.POST["u"], request.POST["p"])  # want: ldap-injection
    return HttpResponse("ok")
def find_escaped(request):
    conn = ldap.initialize("ldaps://dir")
    return HttpResponse(conn.search_s("dc=x", ldap.SCOPE_SUBTREE, "(uid=%s)" % escape_filter_chars(request.GET["u"])))  # fine: ldap-injection
def find_format(request):
    conn = ldap.initialize("ldaps://dir")
    return HttpResponse(conn.search_s("dc=x", ldap.SCOPE_SUBTREE, filter_format("(uid=%s)", [request.GET["u"]])))  # fine: ldap-injection
@app.get("/user2")
def user2(name: str):
    conn = ldap3.Connection("dir")
    conn.search("dc=x", f"(cn={esc(name)})")  # fine: ldap-injection
    return conn.entries
