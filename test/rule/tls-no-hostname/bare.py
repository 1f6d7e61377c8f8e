import asyncio
import ssl


def chain_only(host):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)  # want: tls-no-hostname
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_default_certs()
    return asyncio.open_connection(host, 443, ssl=context, server_hostname=host)


def nothing(sock, host):
    return ssl.SSLContext(ssl.PROTOCOL_TLSv1_2).wrap_socket(sock, server_hostname=host)  # want: tls-no-hostname


def as_default():
    context = ssl.SSLContext()  # want: tls-no-hostname
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def client(host):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # fine: tls-no-hostname
    context.load_default_certs()
    return context


def told(host):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)  # fine: tls-no-hostname
    context.verify_mode = ssl.CERT_REQUIRED
    context.check_hostname = True
    return context


def server(sock):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)  # fine: tls-no-hostname
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain("server.pem")
    return context.wrap_socket(sock, server_side=True)
