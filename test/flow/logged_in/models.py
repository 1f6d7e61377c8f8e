from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


def session():
    return None


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    writer = Column(Integer, ForeignKey("users.id"))
    text = Column(String)
