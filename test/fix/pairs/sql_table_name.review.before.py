import sqlite3

def count_rows(conn, table):
    """Number of rows of a table."""
    return conn.execute("SELECT COUNT(*) FROM " + table).fetchone()[0]
