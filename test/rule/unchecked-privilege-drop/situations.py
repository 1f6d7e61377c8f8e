import contextlib
import logging
import os
import sys

log = logging.getLogger(__name__)


def noted(uid, gid):
    try:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    except OSError:  # want: unchecked-privilege-drop
        log.warning("cannot become %s", uid)


def passed_over(uid):
    try:
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except (OSError, AttributeError):  # want: unchecked-privilege-drop
        pass


def suppressed(uid):
    with contextlib.suppress(PermissionError):
        os.setuid(uid)  # want: unchecked-privilege-drop


def jailed(path):
    try:
        os.chroot(path)
    except OSError as error:  # want: unchecked-privilege-drop
        print(error)


def raised(uid):
    try:
        os.setgid(uid)
        os.setuid(uid)
    except OSError as error:  # fine: unchecked-privilege-drop
        raise SystemExit(f"cannot become {uid}: {error}")


def ended(uid):
    try:
        os.setgid(uid)
        os.setuid(uid)
    except OSError:  # fine: unchecked-privilege-drop
        log.critical("still root")
        sys.exit(1)


def asked(uid):
    try:
        os.setgid(uid)
        os.setuid(uid)
    except OSError:  # fine: unchecked-privilege-drop
        log.warning("cannot become %s", uid)
    if os.geteuid() == 0:
        raise RuntimeError("still root")


def up_again():
    try:
        os.seteuid(0)
    except OSError:  # fine: unchecked-privilege-drop
        log.warning("not root")


def alone(uid):
    os.setuid(uid)  # want: unchecked-privilege-drop


def user_only(uid):
    os.setuid(uid)  # fine: unchecked-privilege-drop


def group_only(gid):
    os.setgid(gid)


def start(uid, gid):
    group_only(gid)
    user_only(uid)
