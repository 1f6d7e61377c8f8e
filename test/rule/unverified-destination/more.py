import socket
import smtplib
def a():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        data, addr = s.recvfrom(1024)
        host = data.split(b" ")[0].decode()
        s.sendto(b"answer", (host, 9000))  # want: unverified-destination
def b(sock: socket.socket):
    text, _ = sock.recvfrom(512)
    fields = text.decode().split(",")
    sock.sendto(b"ok", (fields[0], int(fields[1])))  # want: unverified-destination
def c(sock: socket.socket):
    question, sender = sock.recvfrom(512)
    sock.sendto(question.upper(), sender)  # want: unverified-destination
def d():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    data, addr = s.recvfrom(1024)
    s.sendto(b"answer", ("collector.internal", 9000))  # fine: unverified-destination
def e():
    out = socket.create_connection(("mail.internal", 25), timeout=3)  # fine: unverified-destination
    out.sendall(b"hello")
def f(sock: socket.socket):
    text, addr = sock.recvfrom(512)
    if text.decode() not in ("10.0.0.1", "10.0.0.2"):
        return
    sock.sendto(b"ok", (text.decode(), 9000))  # fine: unverified-destination
