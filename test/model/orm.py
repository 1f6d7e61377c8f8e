# Object-relational mappers and the ways round them.
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from peewee import SQL, Model, SqliteDatabase
from sqlalchemy import Column, Integer, String, create_engine, select, text
from sqlalchemy.orm import Session, declarative_base, sessionmaker

app = Flask(__name__)
db = SQLAlchemy(app)
engine = create_engine("sqlite://")
Base = declarative_base()
Local = sessionmaker(bind=engine)
lite = SqliteDatabase("x.db")


class User(Base):
    __tablename__ = "user"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Pet(Model):
    class Meta:
        database = lite


@app.get("/a")
def a():
    q = request.args.get("q")
    with engine.connect() as con:
        con.execute(text("SELECT * FROM user WHERE name = '" + q + "'"))  # want: sql-injection
        con.execute(text("SELECT * FROM user WHERE name = :n"), {"n": q})
        con.exec_driver_sql(f"SELECT * FROM user WHERE name = '{q}'")  # want: sql-injection
    with Session(engine) as s:
        s.execute(select(User).where(User.name == q))
        s.query(User).filter(User.name == q).all()
        s.query(User).filter(text("name = '%s'" % q)).all()  # want: sql-injection
    s2 = Local()
    s2.execute(text(f"DELETE FROM user WHERE name = '{q}'"))  # want: sql-injection
    db.session.execute(text("SELECT * FROM user WHERE name = '" + q + "'"))  # want: sql-injection
    db.session.query(User).filter_by(name=q).first()
    lite.execute_sql("SELECT * FROM pet WHERE name = '%s'" % q)  # want: sql-injection
    lite.execute_sql("SELECT * FROM pet WHERE name = ?", (q,))
    Pet.select().where(SQL("name = '" + q + "'"))  # want: sql-injection
    Pet.raw("SELECT * FROM pet WHERE name = '%s'" % q)  # want: sql-injection
    return ""
