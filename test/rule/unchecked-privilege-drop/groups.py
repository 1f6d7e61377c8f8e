import os
import pwd


def drop(account):
    entry = pwd.getpwnam(account)
    os.setuid(entry.pw_uid)  # want: unchecked-privilege-drop
    os.umask(0o077)
