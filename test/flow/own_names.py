# What the framework or the model says of itself is of no unknown origin.
import os
import subprocess
from django.db import connection, models
from django.db.models import Manager
from flask import Flask, current_app, redirect, request

app = Flask("a")


class Post(models.Model):
    pass


class Busy(Manager):
    def wipe(self):
        with connection.cursor() as c:
            c.execute("DELETE FROM " + self.model._meta.db_table)


def wipe():
    with connection.cursor() as c:
        c.execute("DELETE FROM " + Post._meta.db_table)


@app.get("/df")
def df():
    return subprocess.check_output("df " + current_app.root_path, shell=True)


@app.get("/df2")
def df2():
    os.system("df " + current_app.instance_path)


@app.get("/y")
def whole():
    return redirect(request.path)


