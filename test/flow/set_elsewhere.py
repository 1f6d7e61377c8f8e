# A field that the constructor sets to None and another method fills: what stands behind `if self.field:` is reached.
import subprocess


class Note:
    def __init__(self):
        self.script = None
        self.table = None
        self.never = None
        self.count = None

    def take(self, script=None, table=None):
        if script is not None:
            self.script = script
        self.table = {"name": table}

    def measure(self, text):
        self.count = len(text)

    def run(self):
        if self.script:
            return eval(self.script)  # want: code-injection
        return None

    def load(self, connection):
        if self.table:
            connection.cursor().execute("SELECT * FROM " + self.table["name"])  # want: sql-injection

    def idle(self):
        if self.never:
            return eval(self.never)
        return None

    def report(self):
        if self.count:
            subprocess.run(f"wall {self.count}", shell=True)
