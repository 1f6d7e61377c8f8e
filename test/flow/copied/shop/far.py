import shop.bottle as framework
from . import bottle

app = bottle.Bottle()


@app.route("/away")
def away():
    return bottle.redirect(bottle.request.query.next)  # want: open-redirect


@app.route("/further")
def further():
    return framework.redirect(framework.request.query.next)  # want: open-redirect
