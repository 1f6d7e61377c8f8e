# Pools of several drivers: what is borrowed comes back whatever happens, or it does not.
import contextlib
from mysql.connector.pooling import MySQLConnectionPool
from sqlalchemy import create_engine
engine = create_engine("postgresql://db/shop")
pool = MySQLConnectionPool(pool_size=4)


def total(day):
    conn = pool.get_connection()  # want: connection-not-returned
    cur = conn.cursor()
    cur.execute("SELECT sum(amount) FROM sale WHERE day = %s", (day,))
    total = cur.fetchone()[0]
    conn.close()
    return total


async def names(apool, text):
    conn = await apool.acquire()  # want: connection-not-returned
    rows = await conn.fetch("SELECT name FROM t WHERE name = $1", text)
    await apool.release(conn)
    return rows


def raw(sql):
    conn = engine.raw_connection()  # want: connection-not-returned
    if not sql:
        return []
    rows = conn.cursor().execute(sql).fetchall()
    conn.close()
    return rows


def total_safely(day):
    conn = pool.get_connection()  # fine: connection-not-returned
    try:
        cur = conn.cursor()
        cur.execute("SELECT sum(amount) FROM sale WHERE day = %s", (day,))
        return cur.fetchone()[0]
    finally:
        conn.close()


async def names_safely(apool, text):
    async with apool.acquire() as conn:  # fine: connection-not-returned
        return await conn.fetch("SELECT name FROM t WHERE name = $1", text)


def raw_safely(sql):
    conn = engine.raw_connection()  # fine: connection-not-returned
    with contextlib.closing(conn):
        return conn.cursor().execute(sql).fetchall()


def on_error(sql):
    conn = pool.get_connection()  # fine: connection-not-returned
    try:
        rows = conn.cursor().execute(sql)
    except Exception:
        conn.close()
        raise
    conn.close()
    return rows


def kept(self):
    self.conn = pool.get_connection()  # fine: connection-not-returned
    conn = pool.get_connection()  # fine: connection-not-returned
    return conn
