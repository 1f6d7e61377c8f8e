import tornado.websocket
import socketio
class A(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # want: websocket-origin
        return True
class B(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # want: websocket-origin
        return "example.org" in origin
server = socketio.AsyncServer(cors_allowed_origins="*")  # want: websocket-origin
class C(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):
        return origin == "https://app.example.org"  # fine: websocket-origin
class D(tornado.websocket.WebSocketHandler):
    ALLOWED = {"https://a.example"}  # fine: websocket-origin
    def check_origin(self, origin):
        return origin in self.ALLOWED  # fine: websocket-origin
class E(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):
        return super().check_origin(origin)  # fine: websocket-origin


class Desk(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # fine: websocket-origin
        return self.settings["hosts"].allows(origin)


class Hall(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):  # want: websocket-origin
        self.seen.append(origin)
        return True
