import socketserver


class Lines(socketserver.BaseRequestHandler):
    def handle(self):
        for line in self.lines():
            print(line)

    def lines(self):
        text = b""
        while b"\n" not in text:
            more = self.request.recv(512)
            if not more:
                return
            text += more  # want: unlimited-message
        yield text

    def limited(self):
        text = b""
        while b"\n" not in text:
            more = self.request.recv(512)
            if not more or len(text) > 65536:
                return
            text += more  # fine: unlimited-message
        yield text


def head(connection):
    parts = []
    while True:
        part = connection.recv(4096)
        parts.append(part)  # want: unlimited-message
        if part.endswith(b"\r\n\r\n"):
            return b"".join(parts)


def whole(connection, size):
    got = bytearray()
    while len(got) < size:
        got += connection.recv(size - len(got))  # fine: unlimited-message
    return got
