import re
import sqlite3

def count_rows(conn, table):
    """Number of rows of a table."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", table):
        raise ValueError("this value is not allowed")
    return conn.execute("SELECT COUNT(*) FROM " + table).fetchone()[0]
