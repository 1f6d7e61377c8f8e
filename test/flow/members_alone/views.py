import sqlite3

from flask import Flask

from members_alone.orders import Basket, Order

app = Flask(__name__)
db = sqlite3.connect("shop.db")


@app.route("/orders")
def orders():
    order = Order()
    db.execute("SELECT * FROM t WHERE n = '%s'" % order.given)  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = '%s'" % order.later)  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = '%s'" % order.own())  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = '%s'" % order.asked())  # want: sql-injection
    db.execute("SELECT * FROM %s WHERE %s = 1 AND %s = 2" % (Order.table, Order.fixed(), Order.named()))
    return ""


@app.route("/basket")
def basket():
    some = Basket()
    db.execute("SELECT * FROM t WHERE %s = 1" % Basket.column)
    db.execute("SELECT * FROM %s" % Basket.table)
    db.execute("SELECT * FROM t WHERE n = '%s'" % some.asked())  # want: sql-injection
    db.execute("SELECT * FROM t WHERE n = '%s'" % some.given)  # want: sql-injection
    return ""
