import subprocess

from other_module_of import approved_release, verify_manifest


def install(path):
    verify_manifest(path)  # want: ignored-result
    subprocess.run(["tar", "-xf", path, "-C", "/opt/tool"], check=True)


def install_checked(path):
    if not verify_manifest(path):  # fine: ignored-result
        raise SystemExit("wrong manifest")
    subprocess.run(["tar", "-xf", path, "-C", "/opt/tool"], check=True)


def install_raising(path):
    approved_release(path)  # fine: ignored-result
    subprocess.run(["tar", "-xf", path, "-C", "/opt/tool"], check=True)
