import ctypes
import socket
import struct

SIZE = 256
room = ctypes.create_string_buffer(SIZE)


def from_header(packet):
    (n,) = struct.unpack_from("!I", packet)
    ctypes.memmove(room, packet[4:], n)  # want: native-memory-size


def from_data(sock: socket.socket):
    data = sock.recv(65536)
    ctypes.memmove(room, data, len(data))  # want: native-memory-size


def not_enough(packet):
    n = int.from_bytes(packet[:2], "big")
    n = min(n, len(packet) - 2)
    ctypes.memmove(room, packet[2:], n)  # want: native-memory-size


def filled(packet):
    n = packet[0] * 8
    ctypes.memset(room, 0, n)  # want: native-memory-size


def by_sizeof(packet):
    (n,) = struct.unpack_from("!I", packet)
    n = min(n, ctypes.sizeof(room))
    ctypes.memmove(room, packet[4:], n)  # fine: native-memory-size


def by_constant(packet):
    (n,) = struct.unpack_from("!I", packet)
    if n > SIZE:
        raise ValueError("too long")
    ctypes.memmove(room, packet[4:], n)  # fine: native-memory-size


def all_of_it():
    ctypes.memset(room, 0, SIZE)  # fine: native-memory-size


def both(sock: socket.socket):
    data = sock.recv(65536)
    ctypes.memmove(room, data, min(len(data), SIZE))  # fine: native-memory-size
