# The same, escaped and inside the site.
import html

KNOWN = {"a": "/a", "b": "/b"}


def page(event, _):
    n = html.escape(event["queryStringParameters"].get("n", ""))
    return {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>" + n + "</p>"}


def away(event, _):
    to = KNOWN.get(event["queryStringParameters"]["to"], "/")
    return {"statusCode": 302, "headers": {"Location": to}, "body": ""}


def text(event, _):
    n = event["queryStringParameters"]["n"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "<p>" + n + "</p>"}


ROUTES = {"GET /": page, "GET /away": away, "GET /text": text}


def lambda_handler(event, context):
    return ROUTES[event["routeKey"]](event, context)
