# A pattern that the visitor chose, tried on each row of a column.
import pandas as pd
from flask import Flask, request

app = Flask(__name__)
df = pd.read_csv("names.csv")


@app.get("/names")
def names():
    q = request.args["q"]
    hit = df[df["name"].str.contains(q, case=False)]        # want: regex-injection
    few = df[df["name"].str.contains(q, regex=False)]
    new = hit["name"].str.replace(q, "", regex=True)        # want: regex-injection
    old = few["name"].str.replace(q, "")
    return str(len(new) + len(old))
