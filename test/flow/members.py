# An archive's members looked at before it is unpacked, and looked at in vain.
import os
import tarfile
import zipfile


def is_below(folder, path):
    folder, path = os.path.abspath(folder), os.path.abspath(path)
    return os.path.commonprefix([folder, path]) == folder


def plain(file, out):
    with tarfile.open(file) as tar:
        tar.extractall(out)  # want: archive-traversal


def all_looked_at(file, out):
    with tarfile.open(file) as tar:
        for member in tar.getmembers():
            if not is_below(out, os.path.join(out, member.name)):
                raise ValueError(member.name)
        tar.extractall(out, None)


def only_told(file, out):
    with tarfile.open(file) as tar:
        for member in tar.getmembers():
            if not is_below(out, os.path.join(out, member.name)):
                print(member.name)
        tar.extractall(out)  # want: archive-traversal


def one_by_one(file, out):
    with tarfile.open(file) as tar:
        for member in tar:
            if os.path.isabs(member.name) or ".." in member.name:
                continue
            tar.extract(member, out)
        for member in tar:
            if ".." in member.name:
                continue
            tar.extract(member, out)  # want: archive-traversal
        for member in tar:
            if os.path.isabs(member.name) or ".." in member.name:
                tar.extract(member, out)  # want: archive-traversal


def chosen(file, out):
    with tarfile.open(file) as tar:
        good = [m for m in tar.getmembers() if not (m.name.startswith("/") or ".." in m.name)]
        tar.extractall(out, members=good)
        tar.extractall(out, members=[m for m in tar.getmembers() if m.isfile()])  # want: archive-traversal


def normal(file, out):
    with tarfile.open(file) as tar:
        for member in tar.getmembers():
            if os.path.normpath(member.name).startswith(("/", "..")):
                raise ValueError(member.name)
        tar.extractall(out)


def by_hand(file, out):
    with zipfile.ZipFile(file) as z:
        for name in z.namelist():
            to = os.path.realpath(os.path.join(out, name))
            if not to.startswith(os.path.realpath(out) + os.sep):
                raise ValueError(name)
            with open(to, "wb") as f:
                f.write(z.read(name))
        for name in z.namelist():
            with open(os.path.join(out, name), "wb") as f:  # want: path-traversal
                f.write(z.read(name))
