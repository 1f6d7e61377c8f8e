# Methods of classes with a base that nobody sees here: who calls them is not known, and what they get is no less known
# than any other value of unknown origin. Put into a statement or a command line it says what it does.
import subprocess

from django.db import connection, models

from .hooks import Hook


class Shelf(models.Manager):
    def about(self, word):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM shelf WHERE title = '%s'" % word)  # want: sql-injection
            return cursor.fetchall()

    def about_bound(self, word):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM shelf WHERE title = %s", [word])
            return cursor.fetchall()

    def page(self, number: int):
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM shelf LIMIT %s" % number)
            return cursor.fetchall()


class Archive(Hook):
    def listing(self, folder: str):
        return subprocess.run(f"ls {folder}", shell=True)  # want: command-injection

    def listing_apart(self, folder: str):
        return subprocess.run(["ls", "--", folder])

    # a path is the caller's affair
    def text(self, name):
        return open(name).read()

    # the statement as a whole is handed on
    def ask(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)
