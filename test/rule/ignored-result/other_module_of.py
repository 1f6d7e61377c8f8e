import hashlib
import hmac
import pathlib

WANTED = pathlib.Path("/etc/tool/manifest.sha256")


def verify_manifest(path):
    digest = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
    if not hmac.compare_digest(digest, WANTED.read_text().strip()):
        return False
    return True


def approved_release(path):
    if not path.endswith(".tar"):
        raise ValueError(path)
    return True
