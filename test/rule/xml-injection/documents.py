# Documents and messages that are put together, and those whose values are escaped or built.
import html
import requests
from flask import Flask, Response, request
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr
app = Flask(__name__)
SOAP = '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>%s</soap:Body></soap:Envelope>'


@app.post("/a")
def a():
    body = '<?xml version="1.0"?><order><item>' + request.form["item"] + "</item></order>"  # want: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.post("/b")
def b():
    body = f"<?xml version='1.0'?><o n=\"{request.form['n']}\"/>"  # want: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.post("/c")
def c():
    body = SOAP % request.form["x"]  # want: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.post("/d")
async def d():
    name = request.args.get("name", "")
    body = "<?xml version='1.0'?><user><name>{}</name></user>".format(name)  # want: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.get("/feed")
def feed():
    title = request.args["t"]
    return Response(f'<?xml version="1.0"?><rss version="2.0"><title>{title}</title></rss>', mimetype="application/rss+xml")  # want: xml-injection


@app.post("/e")
def e():
    item = escape(request.form["item"])
    body = '<?xml version="1.0"?><order><item>' + item + "</item></order>"  # fine: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.post("/f")
def f():
    body = f"<?xml version='1.0'?><o n={quoteattr(request.form['n'])}>{html.escape(request.form['m'])}</o>"  # fine: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.post("/g")
def g():
    body = "<?xml version='1.0'?><count>%d</count>" % int(request.form["n"])  # fine: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text


@app.post("/h")
def h():
    root = ElementTree.Element("order")
    ElementTree.SubElement(root, "item").text = request.form["item"]
    return requests.post("https://shop.example.org", data=ElementTree.tostring(root), timeout=5).text


@app.post("/i")
def i():
    root = ElementTree.fromstring("<order><item>" + request.form["item"] + "</item></order>")  # want: xml-injection
    return {"n": len(root)}


@app.post("/j")
def j():
    root = ElementTree.fromstring(request.data)  # fine: xml-injection
    return {"n": len(root)}


@app.get("/k")
def k():
    return f"<html xmlns='http://www.w3.org/1999/xhtml'><p>{request.args['x']}</p></html>"  # want: xss


@app.post("/l")
def l():
    kind = "a" if request.form["kind"] == "a" else "b"
    body = "<?xml version='1.0'?><o kind='" + kind + "'/>"  # fine: xml-injection
    return requests.post("https://shop.example.org", data=body, timeout=5).text
