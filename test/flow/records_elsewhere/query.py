import sqlite3
from dataclasses import dataclass, field


@dataclass
class Query:
    table: str
    clauses: list = field(default_factory=list)
    params: list = field(default_factory=list)

    def where(self, clause, value):
        self.clauses.append(clause)
        self.params.append(value)
        return self

    def run(self, connection: sqlite3.Connection):
        condition = " AND ".join(self.clauses)
        return connection.execute(f"SELECT * FROM {self.table} WHERE " + condition, self.params).fetchall()


@dataclass
class Listing:
    table: str

    def run(self, connection: sqlite3.Connection):
        return connection.execute(f"SELECT * FROM {self.table}").fetchall()     # want: sql-injection
