import os
import pwd


def drop(name):
    entry = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.seteuid(entry.pw_uid)  # want: privilege-not-lowered


def only_user(uid):
    os.seteuid(uid)  # fine: privilege-not-lowered
