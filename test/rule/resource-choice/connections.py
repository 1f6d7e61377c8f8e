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


def lambda_handler(event, context):
    import boto3
    boto3.client("lambda").invoke(FunctionName=event["queryStringParameters"]["f"])  # want: resource-choice
    boto3.client("lambda").invoke(FunctionName="mine", Payload=event["body"])  # fine: resource-choice
    boto3.client("s3").get_object(Bucket=event["queryStringParameters"]["b"], Key="k")  # want: resource-choice
    boto3.client("s3").get_object(Bucket="mine", Key="k")  # fine: resource-choice
