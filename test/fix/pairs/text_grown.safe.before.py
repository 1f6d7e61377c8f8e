import sys
from sqlalchemy import create_engine, text

engine = create_engine("sqlite://")


def between(start, end, region=None):
    sql = "SELECT id FROM sales WHERE day BETWEEN '{}' AND '{}'".format(start, end)
    if region:
        sql += f" AND region = '{region}'"
    sql += " ORDER BY id"
    with engine.connect() as conn:
        return conn.execute(text(sql)).fetchall()


def of(name, limit):
    sql = "SELECT id FROM sales"
    if name:
        sql += " WHERE name LIKE '%" + name + "%'"
    stmt = text(sql)
    with engine.connect() as conn:
        return conn.execute(stmt).fetchall()[:limit]


print(between(*sys.argv[1:4]), of(sys.argv[4], 3))
