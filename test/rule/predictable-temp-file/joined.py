import os
import secrets
import tempfile
from pathlib import Path


def by_process(rows):
    with open("/tmp/%d.log" % os.getpid(), "w") as out:  # want: predictable-temp-file
        out.writelines(rows)


def joined(rows):
    open(os.path.join("/tmp", "report.txt"), "w").writelines(rows)  # want: predictable-temp-file
    Path("/var/tmp", "report.txt").write_text("".join(rows))  # want: predictable-temp-file


def drawn(rows):
    open(os.path.join("/tmp", secrets.token_hex(16)), "w").writelines(rows)  # fine: predictable-temp-file
    open("/tmp/%s" % secrets.token_hex(16), "w").writelines(rows)  # fine: predictable-temp-file
    open(os.path.join(tempfile.mkdtemp(), "report.txt"), "w").writelines(rows)  # fine: predictable-temp-file
    open(os.path.join("/srv", "report.txt"), "w").writelines(rows)  # fine: predictable-temp-file


def divided(rows):
    (Path("/tmp") / "report.txt").write_text("".join(rows))  # want: predictable-temp-file
    (Path("/srv") / "report.txt").write_text("".join(rows))  # fine: predictable-temp-file
