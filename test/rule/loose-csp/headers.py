from flask import Flask

app = Flask(__name__)


@app.after_request
def loose(response):
    response.headers["Content-Security-Policy"] = "default-src *"  # want: loose-csp
    response.headers["Content-Security-Policy"] = "script-src 'self' 'unsafe-inline'; object-src 'none'"  # want: loose-csp
    response.headers.set("Content-Security-Policy", "default-src 'self' https:")  # want: loose-csp
    return response


@app.after_request
def tight(response):
    response.headers["Content-Security-Policy"] = "default-src 'self'"  # fine: loose-csp
    response.headers["Content-Security-Policy"] = "default-src *; script-src 'self'"  # fine: loose-csp
    response.headers["Content-Security-Policy"] = "script-src 'nonce-abc' 'unsafe-inline'"  # fine: loose-csp
    response.headers["Content-Security-Policy"] = "default-src 'self'; style-src 'unsafe-inline'"  # fine: loose-csp
    return response


def gateway():
    headers = {"Content-Security-Policy": "script-src *"}  # want: loose-csp
    return {"statusCode": 200, "headers": headers}
