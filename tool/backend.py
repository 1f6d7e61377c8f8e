"""backend: builds suture with make and packs the program into a wheel (PEP 517). Needs nothing beside Python and make."""
import base64
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUMMARY = "Finds the vulnerabilities in Python code, repairs them, and checks each repair"
PACKED = ("LICENSE", "Makefile", "README.md", "pyproject.toml", ".pre-commit-hooks.yaml", "action.yml", "src", "tool", "doc", "examples")
DATE = (1980, 1, 1, 0, 0, 0)                               # the same source makes the same bytes


def version():
    return re.search(r'SUTURE_VERSION "([^"]+)"', (ROOT / "src/op/op.h").read_text()).group(1)


def build():
    """Makes the program; what this machine lacks is named in one sentence, and nothing is installed unasked."""
    env = {k: v for k, v in os.environ.items() if k not in ("CI", "YES", "MAKEFLAGS", "MAKELEVEL", "VARIANT")}
    if os.environ.get("SUTURE_BUILD_INSTALLS") == "1":
        env["YES"] = "1"
    try:
        r = subprocess.run(["make", "-s"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           universal_newlines=True)
    except FileNotFoundError:
        sys.exit("suture is built by make, which is not here: apt-get install make")
    if r.returncode:
        sys.stderr.write(r.stdout)
        lacks = re.search(r"needs these packages to build: (.*)|as root, run: (apt-get install .*)", r.stdout)
        sys.exit("suture could not be built" + (f"; this machine lacks: {lacks.group(1) or lacks.group(2)}" if lacks else ""))
    return ROOT / "build" / "suture"


def metadata():
    return (f"Metadata-Version: 2.1\nName: suture\nVersion: {version()}\nSummary: {SUMMARY}\nLicense: MIT\nRequires-Python: >=3.8\n"
            "Description-Content-Type: text/markdown\n\n" + (ROOT / "README.md").read_text(encoding="utf-8"))


def tag():
    return "py3-none-" + re.sub(r"[^A-Za-z0-9]", "_", sysconfig.get_platform())


def digest(data):
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def write_wheel(path, files):
    """files: (name, bytes, mode); the record of them is the last."""
    info = f"suture-{version()}.dist-info"
    record = "".join(f"{name},{digest(data)},{len(data)}\n" for name, data, _ in files) + f"{info}/RECORD,,\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data, mode in [*files, (f"{info}/RECORD", record.encode(), 0o644)]:
            entry = zipfile.ZipInfo(name, DATE)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(entry, data)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = f"suture-{version()}"
    kind = f"Wheel-Version: 1.0\nGenerator: suture\nRoot-Is-Purelib: false\nTag: {tag()}\n"
    program = build()
    stripped = Path(wheel_directory) / ".suture-stripped"
    if subprocess.run(["strip", "-o", str(stripped), str(program)], stderr=subprocess.DEVNULL).returncode == 0:
        program = stripped
    data = program.read_bytes()
    if stripped.exists():
        stripped.unlink()
    man = subprocess.run([str(ROOT / "build/suture"), "man"], stdout=subprocess.PIPE, check=True).stdout
    files = [(f"{name}.data/scripts/suture", data, 0o755), (f"{name}.data/data/share/man/man1/suture.1", man, 0o644),
             (f"{name}.dist-info/METADATA", metadata().encode(), 0o644), (f"{name}.dist-info/WHEEL", kind.encode(), 0o644),
             (f"{name}.dist-info/licenses/LICENSE", (ROOT / "LICENSE").read_bytes(), 0o644)]
    wheel = f"{name}-{tag()}.whl"
    write_wheel(Path(wheel_directory) / wheel, files)
    return wheel


def packed(item):
    """Without what was built."""
    return None if "__pycache__" in item.name or item.name.endswith(".pyc") else item


def build_sdist(sdist_directory, config_settings=None):
    name = f"suture-{version()}"
    with tarfile.open(Path(sdist_directory) / f"{name}.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as t:
        for part in PACKED:
            if (ROOT / part).exists():
                t.add(ROOT / part, f"{name}/{part}", filter=packed)
        info = Path(sdist_directory) / ".suture-pkg-info"
        info.write_text(metadata(), encoding="utf-8")
        t.add(info, f"{name}/PKG-INFO")
        info.unlink()
    return f"{name}.tar.gz"


def get_requires_for_build_wheel(config_settings=None):
    return []


def get_requires_for_build_sdist(config_settings=None):
    return []
