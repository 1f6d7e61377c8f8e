# Headers in the answer of a function behind a gateway.
SITES = {"https://app.example.org"}


def handler(event, context):
    origin = event["headers"].get("origin", "")
    return {"statusCode": 200, "body": "x", "headers": {
        "Access-Control-Allow-Origin": origin,          # want: cors-any-origin
        "Access-Control-Allow-Credentials": "true"}}


def lambda_handler(event, context):
    origin = event["headers"].get("origin", "")
    if origin not in SITES:
        return {"statusCode": 403, "body": ""}
    return {"statusCode": 200, "body": "x", "headers": {
        "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}}


def open_handler(event, context):
    return {"statusCode": 200, "body": "x", "headers": {"Access-Control-Allow-Origin": "*"}}
