from flask import Flask, abort
from shop.models import Order
app = Flask(__name__)
class Server:
    def handle(self, line, user):
        verb = line.split()[0]
        if verb == "LOGIN":
            return self.login(line)
        if verb == "GET":
            if not user.is_authenticated():
                return "530"
            return self.get(line)
        if verb == "DELETE":  # want: workflow-order
            return self.delete(line)
    def handle_safely(self, line, user):
        verb = line.split()[0]
        if verb == "LOGIN":
            return self.login(line)
        if not user.is_authenticated():
            return "530"
        if verb == "GET":  # fine: workflow-order
            return self.get(line)
        if verb == "DELETE":  # fine: workflow-order
            return self.delete(line)
def match_command(msg, session, store):
    match msg["op"]:
        case "login":
            session.login(msg)
        case "read":
            if session.has_permission("read"):
                return store.read(msg)
        case "write":  # want: workflow-order
            return store.write(msg)
@app.post("/pay/<int:n>")
def pay(n):
    order = Order.query.get(n)
    if order.status != "open":
        abort(409)
    order.status = "paid"  # fine: workflow-order
    return "ok"
@app.post("/ship/<int:n>")
def ship(n):
    order = Order.query.get(n)
    order.status = "shipped"  # want: workflow-order
    return "ok"
