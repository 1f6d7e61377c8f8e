import os
from pathlib import Path


class Store:
    def __init__(self, root):
        self.root = Path(root)

    def read(self, name):
        return (self.root / name).read_text()  # want: path-traversal

    def read_too(self, name):
        with open(os.path.join(str(self.root), name)) as file:  # want: path-traversal
            return file.read()

    def whole(self, path):
        return Path(path).read_text()  # fine: path-traversal
