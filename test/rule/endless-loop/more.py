import socket
import ssl
import struct
def wait(sock: socket.socket):
    buf = b""
    while b"\r\n\r\n" not in buf:
        buf += sock.recv(1024)  # want: endless-loop
    return buf
def power(n):
    i, out = 0, 1
    while i < n:  # want: endless-loop
        out *= 2
    return out
def records(data):
    at, out = 0, []
    while at < len(data):
        size = int.from_bytes(data[at:at + 4], "big")
        out.append(data[at + 4:at + size])
        at += size  # want: endless-loop
    return out
def echo(conn: ssl.SSLSocket):
    while True:
        data = conn.recv(4096)  # want: endless-loop
        conn.sendall(data)
def wait_or_leave(sock: socket.socket):
    buf = b""
    while b"\r\n\r\n" not in buf:
        piece = sock.recv(1024)  # fine: endless-loop
        if not piece:
            raise ConnectionError
        buf += piece
    return buf
def power_of(n):
    i, out = 0, 1
    while i < n:  # fine: endless-loop
        out *= 2
        i += 1
    return out
def sized(data):
    at, out = 0, []
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if size < 4:
            raise ValueError(size)
        at += size  # fine: endless-loop
    return out
def walrus(sock: socket.socket):
    while data := sock.recv(4096):  # fine: endless-loop
        print(data)
