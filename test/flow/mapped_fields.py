# Fields that the framework itself takes through a function of the program's: what that gives is what comes.
import falcon
import sqlite3
from multiprocessing.connection import Client

COLUMNS = {"id": "`event`.`id`", "team": "`team`.`name` as `team`"}


class Events:
    def on_get(self, req: falcon.Request, resp: falcon.Response):
        cursor = sqlite3.connect("x").cursor()
        fields = req.get_param_as_list("fields", transform=COLUMNS.__getitem__)
        cursor.execute("SELECT %s FROM event" % ", ".join(fields))  # fine: sql-injection
        plain = req.get_param_as_list("fields")
        cursor.execute("SELECT %s FROM event" % ", ".join(plain))  # want: sql-injection
        text = req.get_param_as_list("fields", transform=str)
        cursor.execute("SELECT %s FROM event" % ", ".join(text))  # want: sql-injection


app = falcon.App()
app.add_route("/events", Events())


def ask_scheduler(address, key):
    with Client(address, authkey=key) as scheduler:
        return scheduler.recv()  # fine: unsafe-deserialization


def ask_anybody(address):
    with Client(address) as somebody:
        return somebody.recv()  # want: unsafe-deserialization
