import contextlib
import os


def drop(uid, gid):
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)  # fine: privilege-not-lowered


@contextlib.contextmanager
def become(uid, gid):
    os.setgid(gid)
    os.seteuid(uid)  # fine: privilege-not-lowered
    try:
        yield
    finally:
        os.seteuid(0)
