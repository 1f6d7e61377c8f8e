# Database drivers: the statement is a sink, its parameters are not.
import aiomysql
import aiosqlite
import asyncpg
import cx_Oracle
import duckdb
import mysql.connector
import oracledb
import psycopg
import psycopg2
import psycopg2.extras
import psycopg_pool
import pymssql
import pymysql
import pyodbc
import sqlite3
from flask import Flask, request
from psycopg2 import sql

app = Flask(__name__)


@app.get("/a")
def a():
    q = request.args.get("q")
    con = sqlite3.connect("x.db")
    con.execute("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    con.execute("SELECT * FROM t WHERE a = ?", (q,))
    cur = con.cursor()
    cur.execute("SELECT * FROM t WHERE a = '%s'" % q)  # want: sql-injection
    cur.executescript(f"DELETE FROM t WHERE a = '{q}'")  # want: sql-injection
    cur.execute("SELECT * FROM t WHERE a = ?", [q])
    with sqlite3.connect("x.db") as other:
        other.execute("DROP TABLE " + q)  # want: sql-injection
    return ""


@app.get("/b")
def b():
    q = request.args["q"]
    con = psycopg2.connect("dbname=x")
    with con.cursor() as cur:
        cur.execute("SELECT * FROM t WHERE a = '%s'" % q)  # want: sql-injection
        cur.execute("SELECT * FROM t WHERE a = %s", (q,))
        cur.execute(sql.SQL("SELECT {} FROM t").format(sql.Identifier(q)))
        psycopg2.extras.execute_values(cur, "INSERT INTO " + q + " VALUES %s", [(1,)])  # want: sql-injection
    with psycopg.connect("dbname=x") as conn:
        conn.execute(f"SELECT * FROM t WHERE a = '{q}'")  # want: sql-injection
        conn.execute("SELECT * FROM t WHERE a = %s", (q,))
    pool = psycopg_pool.ConnectionPool("dbname=x")
    with pool.connection() as conn:
        conn.cursor().execute("SELECT * FROM " + q)  # want: sql-injection
    return ""


@app.get("/c")
def c():
    q = request.form["q"]
    con = mysql.connector.connect(user="x")
    cur = con.cursor(dictionary=True)
    cur.execute("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    cur.execute("SELECT * FROM t WHERE a = %s", (q,))
    my = pymysql.connect(host="x")
    with my.cursor() as cur2:
        cur2.execute("SELECT * FROM t WHERE a = '{}'".format(q))  # want: sql-injection
        cur2.execute("SELECT * FROM t WHERE a = %s", q)
    odbc = pyodbc.connect("DSN=x")
    odbc.cursor().execute("SELECT * FROM t WHERE a = '" + q + "'").fetchall()  # want: sql-injection
    odbc.execute("SELECT * FROM t WHERE a = ?", q)
    ora = cx_Oracle.connect("x/y@z")
    ora.cursor().execute("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    oracledb.connect(user="x").cursor().execute("SELECT " + q + " FROM t")  # want: sql-injection
    ms = pymssql.connect("x")
    ms.cursor().execute("SELECT * FROM t WHERE a = '%s'" % q)  # want: sql-injection
    duckdb.connect().execute("SELECT * FROM '" + q + "'")  # want: sql-injection
    return ""


@app.get("/d")
async def d():
    q = request.args.get("q", "")
    con = await asyncpg.connect("postgres://x")
    await con.fetch("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
    await con.fetchrow("SELECT * FROM t WHERE a = $1", q)
    pool = await asyncpg.create_pool("postgres://x")
    async with pool.acquire() as held:
        await held.execute(f"DELETE FROM t WHERE a = '{q}'")  # want: sql-injection
    async with aiosqlite.connect("x.db") as db:
        await db.execute("SELECT * FROM t WHERE a = '" + q + "'")  # want: sql-injection
        await db.execute("SELECT * FROM t WHERE a = ?", (q,))
    apool = await aiomysql.create_pool(host="x")
    async with apool.acquire() as conn:
        async with conn.cursor() as cur:
            await cur.execute("SELECT * FROM t WHERE a = '%s'" % q)  # want: sql-injection
            await cur.execute("SELECT * FROM t WHERE a = %s", (q,))
    return ""
