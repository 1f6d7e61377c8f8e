# A column of numbers, and the key that the database counts.
from django.db import models
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Account(models.Model):
    name = models.CharField(max_length=3)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int]
    boss: Mapped[int | None]
    name: Mapped[str]
    nick: Mapped[str] = mapped_column(default="")
