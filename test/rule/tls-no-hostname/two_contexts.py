import socket
import ssl


def two(host):
    careful = ssl.SSLContext(ssl.PROTOCOL_TLS)  # fine: tls-no-hostname
    careful.verify_mode = ssl.CERT_REQUIRED
    careful.check_hostname = True
    careful.wrap_socket(socket.socket(), server_hostname=host)
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS)  # want: tls-no-hostname
    bare.wrap_socket(socket.socket())


class Link:
    def __init__(self):
        self.context = context = ssl.SSLContext(ssl.PROTOCOL_TLS)  # fine: tls-no-hostname
        context.verify_mode = ssl.CERT_REQUIRED
        context.check_hostname = True

    def again(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)  # fine: tls-no-hostname
        self.context = context
        self.context.verify_mode = ssl.CERT_REQUIRED
        self.context.check_hostname = True
