import psycopg2
from flask import Flask, request
from pymongo import MongoClient
from sqlalchemy import create_engine

app = Flask(__name__)


@app.get("/a")
def a():
    psycopg2.connect("host=db dbname=" + request.args["db"])  # want: resource-choice
    create_engine(f"postgresql://app@db/{request.args['db']}")  # want: resource-choice
    MongoClient("mongodb://%s/shop" % request.args["host"])  # want: resource-choice
    psycopg2.connect("host=db dbname=shop")  # fine: resource-choice
    create_engine("postgresql://app@db/shop", pool_size=int(request.args["n"]))  # fine: resource-choice
    return ""
