import socket

from flask import abort, request

TRUSTED_HOSTS = ("a.example.org",)


def by_end():
    name = socket.gethostbyaddr(request.remote_addr)[0]
    if not name.endswith(".example.org"):  # want: forged-address
        abort(403)


def by_list():
    if socket.getfqdn(request.remote_addr) not in TRUSTED_HOSTS:  # want: forged-address
        abort(403)


def shown():
    name = socket.gethostbyaddr(request.remote_addr)[0]
    print(name)  # fine: forged-address
    if name.endswith("."):  # fine: forged-address
        name = name[:-1]
    return name


def own():
    return socket.getfqdn() == "build.example.org"  # fine: forged-address


def taken_apart(peer):
    name, _, _ = socket.gethostbyaddr(peer)
    if name == "a.example.org":  # want: forged-address
        return True
    return socket.getnameinfo((peer, 0), 0)[0] in ("a.example.org", "b.example.org")  # want: forged-address
