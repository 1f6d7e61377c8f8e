# Functions that a library calls later: each parameter gets what was said for it.
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool, Process
from threading import Thread, Timer

import flask
from celery import Celery
from flask import request

app = flask.Flask(__name__)
celery = Celery("x")
pool = Pool(2)


def first(a, b):
    open(a)


def second(a, b):
    open(b)  # want: path-traversal


def by_name(a="x", b="y"):
    open(a)


def by_its_name(a="x", b="y"):
    open(b)  # want: path-traversal


def unknown(a, b):
    open(a)  # want: path-traversal


@celery.task
def first_task(a, b):
    open(a)


@celery.task
def second_task(a, b):
    open(b)  # want: path-traversal


@celery.task(bind=True)
def bound_task(self, a, b):
    open(a)
    open(b)  # want: path-traversal


@celery.task
def named_task(a="x", b="y"):
    open(a)
    open(b)  # want: path-traversal


@celery.task
def nobody_calls(a):
    open(a)  # want: path-traversal


@app.route("/threads")
def threads():
    t = request.args["t"]
    threading.Thread(target=first, args=("x", t)).start()
    Thread(target=second, args=["x", t], daemon=True).start()
    Process(target=first, args=("x", t), name="n").start()
    multiprocessing.Process(target=by_name, kwargs={"b": t}).start()
    Thread(None, by_its_name, "name", (), {"b": t}).start()
    Thread(target=by_its_name, kwargs=dict(b=t)).start()
    Thread(target=first, args=("x",), kwargs={"b": t}).start()
    Thread(target=unknown, args=tuple(request.args.getlist("u"))).start()
    return ""


@app.route("/timers")
def timers():
    t = request.args["t"]
    Timer(5, first, ["x", t]).start()
    Timer(5, second, args=("x", t)).start()
    Timer(5.0, by_name, kwargs={"b": t}).start()
    Timer(5.0, by_its_name, None, {"b": t}).start()
    Timer(interval=5, function=second, args=("x", t)).start()
    return ""


@app.route("/pools")
def pools():
    t = request.args["t"]
    pool.apply_async(first, ("x", t))
    pool.apply_async(second, args=("x", t))
    pool.apply(by_name, (), {"b": t})
    pool.apply_async(by_its_name, kwds={"b": t})
    with ThreadPoolExecutor() as executor:
        executor.submit(first, "x", t)
        executor.submit(by_name, b=t)
        executor.submit(by_its_name, b=t)
    return ""


@app.route("/tasks")
def tasks():
    t = request.args["t"]
    first_task.delay("x", t)
    first_task.apply_async(("x", t))
    first_task.apply_async(args=["x", t], countdown=3)
    second_task.delay("x", t)
    bound_task.apply_async(("x", t), queue="slow")
    named_task.apply_async(kwargs={"b": t})
    return ""
