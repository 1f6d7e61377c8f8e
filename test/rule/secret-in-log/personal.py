# Numbers that are a person's alone, by the name they go by or were sent by.
import logging
from flask import Flask, request
app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/pay")
def pay():
    number = request.form["card_number"]
    log.info("card %s", number)  # want: secret-in-log
    log.info("card %s", number[-4:])  # fine: secret-in-log
    log.info("place %s", request.form["place"])  # fine: secret-in-log
    return ""


def check(ssn, iban):
    log.warning(f"no account for {iban}")  # want: secret-in-log
    log.warning("length %d", len(ssn))  # fine: secret-in-log
