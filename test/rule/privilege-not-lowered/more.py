import os
def a(path):
    os.seteuid(0)  # want: privilege-not-lowered
    data = open(path).read()
    os.seteuid(1000)
    return data
def b(work, uid):
    os.setegid(0)  # want: privilege-not-lowered
    work()
    os.setegid(uid)
def c(path, text, uid):
    os.seteuid(0)  # want: privilege-not-lowered
    with open(path, "w") as f:
        f.write(text)
    os.seteuid(uid)
def d(path):
    os.seteuid(0)  # fine: privilege-not-lowered
    try:
        return open(path).read()
    finally:
        os.seteuid(1000)
def e():
    os.setgid(1000)
    os.setuid(1000)  # fine: privilege-not-lowered
def f():
    return os.geteuid() == 0  # fine: privilege-not-lowered
