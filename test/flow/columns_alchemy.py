# The same of SQLAlchemy's queries, old and new.
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text, Column, Integer, String, ForeignKey
from sqlalchemy.orm import Session, DeclarativeBase, Mapped, mapped_column, relationship
app = Flask(__name__)
db = SQLAlchemy(app)
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20))
    age = db.Column(db.Integer)
    team_id = db.Column(db.ForeignKey("team.id"))
    team = db.relationship("Team")
class Base(DeclarativeBase):
    pass
class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    made: Mapped[int]
@app.get("/a")
def a():
    u = User.query.filter_by(name="x").first()
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = {u.id}"))
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = {u.age}"))
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = {u.team_id}"))
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = {u.team.id}"))
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = '{u.name}'"))  # want: sql-injection
    for v in User.query.all():
        db.session.execute(text(f"SELECT 1 FROM t WHERE u = {v.id}"))
        db.session.execute(text(f"SELECT 1 FROM t WHERE u = '{v.name}'"))  # want: sql-injection
    w = db.session.query(User).get(3)
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = {w.age}"))
    db.session.execute(text(f"SELECT 1 FROM t WHERE u = '{w.name}'"))  # want: sql-injection
    for name, age in db.session.query(User.name, User.age):
        db.session.execute(text(f"SELECT 1 FROM t WHERE u = '{name}'"))  # want: sql-injection
    return ""
def b(session: Session):
    n = session.query(Note).first()
    session.execute(text(f"SELECT 1 FROM t WHERE u = {n.id}"))
    session.execute(text(f"SELECT 1 FROM t WHERE u = {n.made}"))
    session.execute(text(f"SELECT 1 FROM t WHERE u = '{n.text}'"))  # want: sql-injection
    m = session.scalars(select(Note)).first()
    session.execute(text(f"SELECT 1 FROM t WHERE u = {m.id}"))
    session.execute(text(f"SELECT 1 FROM t WHERE u = '{m.text}'"))  # want: sql-injection
    k = session.execute(select(Note).where(Note.id == 1)).scalar_one()
    session.execute(text(f"SELECT 1 FROM t WHERE u = {k.id}"))
    session.execute(text(f"SELECT 1 FROM t WHERE u = '{k.text}'"))  # want: sql-injection
    for j in session.execute(select(Note)).scalars().all():
        session.execute(text(f"SELECT 1 FROM t WHERE u = {j.id}"))
        session.execute(text(f"SELECT 1 FROM t WHERE u = '{j.text}'"))  # want: sql-injection
