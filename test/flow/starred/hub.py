from starred.listed import *
from starred.parts import *
from starred.parts import TABLE

if TABLE:
    from starred.parts import TABLE

declared: str


class Base:
    def text(self):
        return "x"


class Row(Base):
    def text(self):
        return super().text()
