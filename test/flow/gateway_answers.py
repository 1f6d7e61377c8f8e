# What a function behind a gateway answers: where it sends the visitor to, which of several answers is a page.


def page(event, _):
    n = event["queryStringParameters"].get("n", "")
    return {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "<p>" + n + "</p>"}      # want: xss


def away(event, _):
    to = (event.get("queryStringParameters") or {}).get("to", "/")
    return {"statusCode": 302, "headers": {"Location": to}, "body": ""}        # want: open-redirect


def other(event, _):
    return {"statusCode": 200, "headers": {"X-Of": event["path"]}, "body": "x"}


def ninth(event, _):
    n = event["queryStringParameters"]["n"]
    return {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": f"<i>{n}</i>"}      # want: xss


def a(event, _): return {"statusCode": 200, "body": "a"}
def b(event, _): return {"statusCode": 200, "body": "b"}
def c(event, _): return {"statusCode": 200, "body": "c"}
def d(event, _): return {"statusCode": 200, "body": "d"}
def e(event, _): return {"statusCode": 200, "body": "e"}


ROUTES = {"GET /": page, "GET /away": away, "GET /other": other, "a": a, "b": b, "c": c, "d": d, "e": e, "i": ninth}


def lambda_handler(event, context):
    return ROUTES[event["routeKey"]](event, context)
