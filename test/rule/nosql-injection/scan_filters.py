import json

import boto3

table = boto3.client("dynamodb")


def handler(event, context):
    body = json.loads(event["body"])
    return table.scan(TableName="users", ScanFilter=body["filter"])  # want: nosql-injection


def handler_named(event, context):
    body = json.loads(event["body"])
    name = {"AttributeValueList": [{"S": str(body["name"])}], "ComparisonOperator": "EQ"}
    return table.scan(TableName="users", ScanFilter={"name": name})  # fine: nosql-injection
