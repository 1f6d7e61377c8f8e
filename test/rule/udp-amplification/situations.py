import json
import socket
import socketserver
RECORDS = {"a": "x" * 2000}  # fine: udp-amplification
def serve(sock):
    data, addr = sock.recvfrom(512)
    sock.sendto(json.dumps(RECORDS).encode(), addr)  # want: udp-amplification
class Dns(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(b"y" * 4096, self.client_address)  # want: udp-amplification
def loop():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        q, who = s.recvfrom(64)
        s.sendto(RECORDS["a"].encode(), who)  # want: udp-amplification
def echo(sock):
    data, addr = sock.recvfrom(512)
    sock.sendto(data, addr)  # fine: udp-amplification
def short(sock):
    data, addr = sock.recvfrom(512)
    sock.sendto(RECORDS["a"].encode()[:len(data)], addr)  # fine: udp-amplification
def tcp(conn):
    data = conn.recv(10)
    conn.sendall(b"y" * 4096)  # fine: udp-amplification
