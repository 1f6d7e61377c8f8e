import time
from flask import Flask, g
from bp_timed import timed

app = Flask(__name__)
app.register_blueprint(timed)


@app.before_request
def begin():
    g.begin = time.time()
