import psycopg
from flask import Flask, request

app = Flask(__name__)
conn = psycopg.connect("dbname=x")


@app.get("/rows")
def rows():
    size = int(request.args["size"])
    after = int(request.args["after"])
    few = min(size, 100)
    conn.execute("SELECT 1 FROM t WHERE id > %s LIMIT %s", (after, size))  # want: unbounded-page
    conn.execute("SELECT 1 FROM t WHERE id > %s LIMIT %s", (after, few))  # fine: unbounded-page
    conn.execute("SELECT 1 FROM t LIMIT %(n)s", {"n": size})  # want: unbounded-page
    conn.execute("SELECT 1 FROM t WHERE id = %s LIMIT 5", (size,))  # fine: unbounded-page
    return ""
