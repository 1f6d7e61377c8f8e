import csv
import io
import openpyxl
import pandas as pd
from django.http import HttpResponse
from flask import Flask, request
app = Flask(__name__)
@app.get("/export")
def export():
    out = io.StringIO()
    csv.writer(out).writerow([request.args["name"], 1])  # want: csv-injection
    return out.getvalue()
def report(request):
    reply = HttpResponse(content_type="text/csv")
    rows = csv.DictWriter(reply, ["name"])
    rows.writerow({"name": request.POST["name"]})  # want: csv-injection
    return reply
@app.get("/many")
def many():
    out = io.StringIO()
    csv.writer(out).writerows([[n] for n in request.args.getlist("n")])  # want: csv-injection
    return out.getvalue()
@app.get("/number")
def number():
    out = io.StringIO()
    csv.writer(out).writerow([int(request.args["n"])])  # fine: csv-injection
    return out.getvalue()
@app.get("/quoted")
def quoted():
    out = io.StringIO()
    csv.writer(out).writerow(["'" + request.args["name"]])  # fine: csv-injection
    return out.getvalue()
@app.get("/fixed")
def fixed():
    out = io.StringIO()
    csv.writer(out).writerow(["name", "count"])  # fine: csv-injection
    return out.getvalue()
