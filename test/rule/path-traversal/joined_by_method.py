# Path.joinpath puts a path together as "/" does.
from pathlib import Path


class Store:
    def __init__(self):
        self.base = Path.cwd()

    def save(self, name, text):
        path = self.base.joinpath(name)
        path.write_text(text)  # want: path-traversal

    def save_below(self, name, text):
        path = self.base.joinpath(Path(name).name)
        path.write_text(text)  # fine: path-traversal
