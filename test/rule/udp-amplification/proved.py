# The sender proved that the address is theirs, or did not.
import hashlib
import socket
KEY = b"k" * 32
WORDS = [b"word"] * 900


def ticket(address):
    return hashlib.blake2b(repr(address).encode(), key=KEY, digest_size=8).digest()


def serve(sock: socket.socket):
    while True:
        data, peer = sock.recvfrom(64)
        if data[:1] != b"L":
            sock.sendto(ticket(peer), peer)  # noise: udp-amplification
            continue
        sock.sendto(b" ".join(WORDS), peer)  # want: udp-amplification


def serve_proved(sock: socket.socket):
    while True:
        data, peer = sock.recvfrom(64)
        expected = ticket(peer)
        if data[1:9] != expected:
            sock.sendto(expected, peer)  # fine: udp-amplification
            continue
        sock.sendto(b" ".join(WORDS), peer)  # fine: udp-amplification
