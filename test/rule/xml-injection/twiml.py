from xml.sax.saxutils import escape

from flask import request
from twilio.rest import Client


def call():
    name = request.args["name"]
    Client().calls.create(twiml=f"<Response><Say>Hello {name}</Say></Response>")  # want: xml-injection


def call_escaped():
    name = escape(request.args["name"])
    Client().calls.create(twiml=f"<Response><Say>Hello {name}</Say></Response>")  # fine: xml-injection
