# A function that a cloud's gateway calls, and what it makes a page of.
import json
import os
import sqlite3


def on_request(event, context):
    name = event["name"]
    sqlite3.connect("a.db").execute("select '%s'" % name)  # want: sql-injection
    os.execl("/bin/sh", "sh", "-c", "ls " + name)  # want: command-injection
    if event.get("page"):
        return {"statusCode": 200, "headers": {"Content-Type": "text/html"},  # want: xss
                "body": "<p>" + name}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"n": name})}


def on_event(event, context, extra):
    return {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>" + event["name"]}
