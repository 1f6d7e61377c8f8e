import ssl


class Chosen(ssl.SSLContext):
    def __init__(self, contexts):
        super().__init__(ssl.PROTOCOL_TLS)  # want: tls-no-hostname
        self.contexts = contexts


class Server(ssl.SSLContext):
    def __init__(self):
        super().__init__(ssl.PROTOCOL_TLS_SERVER)  # fine: tls-no-hostname
