# Handlers of socketserver that read to the end of a line, wherever that is.
import socketserver


class Name(socketserver.StreamRequestHandler):
    def handle(self):
        name = self.rfile.readline()  # want: unlimited-message
        self.wfile.write(b"hello " + name)


class Short(socketserver.StreamRequestHandler):
    def handle(self):
        name = self.rfile.readline(80)  # fine: unlimited-message
        self.wfile.write(b"hello " + name)


socketserver.TCPServer(("127.0.0.1", 79), Name).serve_forever()
