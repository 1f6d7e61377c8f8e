import os
import tempfile
from pathlib import Path


def cache():
    if "APP_CACHE" in os.environ:
        path = Path(os.environ["APP_CACHE"])
    elif os.name == "posix":
        path = Path("/tmp/app-cache")
    else:
        path = Path.home() / ".cache"
    os.makedirs(path, exist_ok=True)  # want: predictable-temp-file
    return path


def work():
    Path("/tmp/app-work").mkdir(exist_ok=True)  # want: predictable-temp-file
    Path("/tmp/app-work").mkdir()  # fine: predictable-temp-file
    os.makedirs("/var/lib/app", exist_ok=True)  # fine: predictable-temp-file
    os.makedirs(os.path.join(tempfile.mkdtemp(), "part"), exist_ok=True)  # fine: predictable-temp-file
