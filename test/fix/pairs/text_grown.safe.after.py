import sys
from sqlalchemy import create_engine, text

engine = create_engine("sqlite://")


def between(start, end, region=None):
    sql = "SELECT id FROM sales WHERE day BETWEEN :p1 AND :p2"
    params = {"p1": start, "p2": end}
    if region:
        sql += " AND region = :p3"
        params["p3"] = region
    sql += " ORDER BY id"
    with engine.connect() as conn:
        return conn.execute(text(sql), params).fetchall()


def of(name, limit):
    sql = "SELECT id FROM sales"
    params = {}
    if name:
        sql += " WHERE name LIKE :p1"
        params["p1"] = "%" + str(name) + "%"
    stmt = text(sql).bindparams(**params)
    with engine.connect() as conn:
        return conn.execute(stmt).fetchall()[:limit]


print(between(*sys.argv[1:4]), of(sys.argv[4], 3))
