from flask import Flask, jsonify, request
from sqlalchemy import create_engine, text

app = Flask(__name__)
engine = create_engine("sqlite:///t.db")


@app.get("/a")
def a():
    where = []
    if request.args.get("status"):
        where.append(f"status = '{request.args['status']}'")
    owner = request.args.get("owner")
    if owner:
        where.append("owner LIKE '%" + owner + "%'")
    sql = "SELECT id FROM t"
    if where:
        sql += " WHERE " + " AND ".join(where)
    with engine.connect() as conn:
        return jsonify([r[0] for r in conn.execute(text(sql))])


@app.get("/b")
def b():
    where = ["1=1"]
    if request.args.get("status"):
        where.append(f"status = '{request.args['status']}'")
    query = "SELECT id FROM t WHERE {} ORDER BY id".format(" AND ".join(where))
    with engine.connect() as conn:
        return jsonify([r[0] for r in conn.execute(text(query))])


@app.get("/c")
def c():
    conds = [f"status = '{request.args['status']}'", f"owner = '{request.args['owner']}'"]
    with engine.connect() as conn:
        return jsonify([r[0] for r in conn.execute(text("SELECT id FROM t WHERE " + " AND ".join(conds)))])
