import aiosqlite
import psycopg
from django.db import connection
from django.http import HttpResponse
from sqlalchemy import create_engine, text
from shop.models import Item
engine = create_engine("postgresql://db/x")
def a(request):
    with connection.cursor() as c:
        c.execute("SELECT * FROM item WHERE name = '%s'" % request.GET["n"])  # want: sql-injection
        return HttpResponse(c.fetchall())
def b(request):
    with engine.connect() as c:
        return HttpResponse(c.execute(text(f"SELECT * FROM item WHERE name = '{request.GET['n']}'")))  # want: sql-injection
def c(request):
    return HttpResponse(Item.objects.raw("SELECT * FROM item ORDER BY " + request.GET["o"]))  # want: sql-injection
def d(request):
    with connection.cursor() as c:
        c.execute("SELECT * FROM item WHERE name = %s", [request.GET["n"]])  # fine: sql-injection
        return HttpResponse(c.fetchall())
def e(request):
    with engine.connect() as c:
        return HttpResponse(c.execute(text("SELECT * FROM item WHERE name = :n"), {"n": request.GET["n"]}))  # fine: sql-injection
def f(request):
    with connection.cursor() as c:
        c.execute("SELECT * FROM item LIMIT %d" % int(request.GET["n"]))  # fine: sql-injection
        return HttpResponse(c.fetchall())
