from django.db import connection
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from .models import Account, User

engine = create_engine("x")


def by_key(request, n):
    a = Account.objects.get(name=n)
    with connection.cursor() as c:
        c.execute(f"SELECT count(*) FROM t WHERE a = {a.id}")
        c.execute(f"SELECT count(*) FROM t WHERE a = {a.pk}")
        c.execute(f"SELECT count(*) FROM t WHERE a = '{a.name}'")  # want: sql-injection


def by_column(request, n):
    with Session(engine) as s:
        u = s.get(User, n)
        s.execute(text(f"SELECT 1 FROM t WHERE a = {u.id}"))
        s.execute(text(f"SELECT 1 FROM t WHERE a = {u.level}"))
        s.execute(text(f"SELECT 1 FROM t WHERE a = {u.boss}"))
        s.execute(text(f"SELECT 1 FROM t WHERE a = '{u.name}'"))  # want: sql-injection
        s.execute(text(f"SELECT 1 FROM t WHERE a = '{u.nick}'"))  # want: sql-injection
