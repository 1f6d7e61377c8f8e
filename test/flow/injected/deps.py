from dataclasses import dataclass
import os
import typing as t
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm, APIKeyHeader, HTTPBasic, HTTPBearer

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
api_key = APIKeyHeader(name="X-Key")


class Paging:
    def __init__(self, order: str = "id", skip: int = 0):
        self.order = order
        self.skip = skip


@dataclass
class Checked:
    order: str = "id"

    def __post_init__(self):
        if self.order not in ("a", "b"):
            raise ValueError(self.order)


class Filter:
    def __init__(self, value):
        self.value = value

    @classmethod
    def from_query(cls, order: str = "x"):
        return cls(order)

    @staticmethod
    def plain(order: str = "x"):
        return order

    @classmethod
    async def later(cls, order: str = Query("x")):
        return cls(order)


class Role:
    def __init__(self, role):
        self.role = role

    async def __call__(self, q: str, n: int):
        yield q


def token(t: str = Depends(oauth2_scheme)):
    return t


PagingDep = Annotated[Paging, Depends()]
FilterDep = Annotated[Filter, Depends(Filter.from_query)]
LaterDep = t.Annotated[Filter, Depends(Filter.later)]
PlainDep = Annotated[str, Depends(Filter.plain)]
CheckedDep = Annotated[Checked, Depends()]
TokenDep = Annotated[str, Depends(token)]
RoleDep = Annotated[str, Depends(Role("admin"))]
LimitDep = Annotated[int, Query(le=100)]


class Inside:
    def __init__(self, order: str):
        os.system(order)  # want: command-injection

    def run(self):
        return 1
