# SQLAlchemy's own way of writing a name into a statement.
import sqlalchemy
from flask import Flask, request
from sqlalchemy import text

app = Flask(__name__)
engine = sqlalchemy.create_engine("sqlite://")


@app.get("/a")
def a():
    name = engine.dialect.identifier_preparer.quote(request.args["column"])
    with engine.connect() as db:
        db.execute(text(f"SELECT {name} FROM t"))  # fine: sql-injection
        db.execute(text(f"SELECT {request.args['column']} FROM t"))  # want: sql-injection
    return ""
