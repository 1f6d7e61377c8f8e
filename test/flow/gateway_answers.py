# What a function behind a gateway answers: where it sends the visitor to, which of several answers is a page.


def page(event, _):
    n = event["queryStringParameters"].get("n", "")
    return {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>" + n + "</p>"}


def away(event, _):
    to = (event.get("queryStringParameters") or {}).get("to", "/")
    return {"statusCode": 302, "headers": {"Location": to}, "body": ""}


def other(event, _):
    return {"statusCode": 200, "headers": {"X-Of": event["path"]}, "body": "x"}


ROUTES = {"GET /": page, "GET /away": away, "GET /other": other}


def lambda_handler(event, context):
    return ROUTES[event["routeKey"]](event, context)        # want: xss, open-redirect
