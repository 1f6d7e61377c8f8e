"""A generated project of several files, and edits of it that change what is known across files.

Every edit is a small text change in one file, an added, deleted or renamed file. All randomness comes from the
random.Random that is handed in, so that a seed names a project and its history.
"""
import random
from pathlib import Path

SINKS = ["os.system(%s)", "eval(%s)", "open(%s).read()", "cursor.execute('select ' + %s)", "subprocess.run(%s, shell=True)",
         "print(%s)", "len(%s)"]
SOURCES = ["request.args['q']", "sys.argv[1]", "input()", "'fixed'", "os.environ['HOME']", "request.form.get('x')"]
CLEANS = ["shlex.quote(%s)", "int(%s)", "str(%s)", "%s.strip()", "'a' + %s", "html.escape(%s)", "%s"]
HEAD = "import os, sys, shlex, html, subprocess\nfrom flask import Flask, request\n"


class Project:
    def __init__(self, root, seed, files=8):
        self.root, self.rng, self.turn = Path(root), random.Random(seed), 0
        self.root.mkdir(parents=True, exist_ok=True)
        self.files = {}                              # path -> list of blocks of text
        for i in range(files):
            self.files[self.path_of(i)] = self.blocks()
        for name in ("pkg/__init__.py", "pkg/deep/__init__.py"):
            self.files[name] = [self.export()]
        self.write()

    # ---- parts of a file
    def path_of(self, i):
        return self.rng.choice(["m%d.py", "pkg/m%d.py", "pkg/deep/m%d.py", "ns/m%d.py"]) % i

    def name(self):
        return "f%d" % self.rng.randrange(6)

    def module(self):
        if not self.files:
            return "m0"
        path = self.rng.choice(sorted(self.files))
        if self.rng.random() < 0.15:
            path = self.rng.choice(["m99.py", "pkg/gone.py", "pkg/m%d.py" % self.rng.randrange(9)])
        return path[:-3].replace("/__init__", "").replace("/", ".")

    def imports(self):
        r, m = self.rng, self.module()
        last = m.rsplit(".", 1)
        forms = ["from %s import %s\n" % (m, self.name()), "import %s\n" % m, "from %s import *\n" % m,
                 "from %s import %s as %s\n" % (m, self.name(), self.name()), "from . import %s\n" % last[-1],
                 "from .%s import %s\n" % (last[-1], self.name()), "from pkg import %s\n" % self.name(),
                 "from %s import C\n" % m, "try:\n    from %s import %s\nexcept ImportError:\n    %s = None\n"
                 % (m, self.name(), self.name())]
        return r.choice(forms)

    def value(self, arg):
        r = self.rng
        call = r.choice(["%s(%s)" % (self.name(), arg), "%s.%s(%s)" % (self.module(), self.name(), arg), arg,
                         r.choice(SOURCES), "C().go(%s)" % arg, "C(%s).kept" % arg])
        return r.choice(CLEANS) % call

    def function(self):
        r = self.rng
        name = self.name()
        body = ["    v = %s\n" % self.value("a")]
        if r.random() < 0.3:
            body.append("    from %s import %s\n" % (self.module(), self.name()))
        if r.random() < 0.3:
            body.append("    if not v.%s():\n        return None\n" % r.choice(["isdigit", "isalnum", "strip"]))
        if r.random() < 0.6:
            body.append("    %s\n" % (r.choice(SINKS) % r.choice(["v", "a", self.value("v")])))
        body.append("    return %s\n" % r.choice(["v", "a", "'x'", "v, a"]))
        head = "def %s(a='d'):\n" % name
        if r.random() < 0.25:
            head = "app = Flask(__name__)\n@app.route('/%s/<a>')\n%s" % (name, head)
        return head + "".join(body)

    def class_(self):
        r = self.rng
        base = r.choice(["", "(C)", "(%s.C)" % self.module(), "(object)", "(Exception)"])
        return ("class %s%s:\n    def __init__(self, k='k'):\n        self.kept = %s\n    def go(self, a):\n        %s\n"
                "        return %s\n" % (r.choice(["C", "D"]), base, self.value("k"), r.choice(SINKS) % "a",
                                         r.choice(["a", "self.kept", "self.go2(a)"])))

    def export(self):
        r = self.rng
        return r.choice(["", "from .m%d import %s\n" % (r.randrange(9), self.name()), "from .deep import *\n",
                         "__all__ = ['%s']\n" % self.name(), "from pkg.deep import %s as %s\n" % (self.name(), self.name())])

    def block(self):
        return self.rng.choices([self.imports, self.function, self.class_, self.export], [4, 5, 2, 1])[0]()

    def blocks(self):
        return [HEAD] + [self.imports() for _ in range(self.rng.randrange(3))] + \
            [self.block() for _ in range(self.rng.randrange(1, 6))]

    # ---- edits
    def edit(self):
        r = self.rng
        self.turn += 1
        kinds = [self.change, self.change, self.change, self.append, self.append, self.add_file, self.delete_file,
                 self.rename_file, self.drop, self.comment, self.break_it, self.new_package, self.touch]
        done = r.choice(kinds)()
        self.write()
        return done

    def some(self):
        return self.rng.choice(sorted(self.files))

    def change(self):
        path = self.some()
        blocks = self.files[path]
        if not blocks:
            return "nothing"
        at = self.rng.randrange(len(blocks))
        blocks[at] = self.block()
        return "change block %d of %s" % (at, path)

    def append(self):
        path = self.some()
        self.files[path].append(self.block())
        return "append to %s" % path

    def drop(self):
        path = self.some()
        if self.files[path]:
            self.files[path].pop(self.rng.randrange(len(self.files[path])))
        return "drop from %s" % path

    def comment(self):
        path = self.some()
        self.files[path].insert(0, "# turn %d\n" % self.turn)
        return "comment in %s" % path

    def break_it(self):
        path = self.some()
        self.files[path].append("def broken(:\n    pass\n")
        return "break %s" % path

    def add_file(self):
        path = self.path_of(self.rng.randrange(20))
        self.files.setdefault(path, self.blocks())
        return "add %s" % path

    def delete_file(self):
        if len(self.files) < 3:
            return "nothing"
        path = self.some()
        del self.files[path]
        return "delete %s" % path

    def rename_file(self):
        path = self.some()
        to = self.path_of(self.rng.randrange(20))
        if to not in self.files:
            self.files[to] = self.files.pop(path)
        return "rename %s to %s" % (path, to)

    def new_package(self):
        path = self.rng.choice(["ns/__init__.py", "pkg/__init__.py", "__init__.py", "pkg/deep/__init__.py"])
        if path in self.files:
            del self.files[path]
            return "delete %s" % path
        self.files[path] = [self.export()]
        return "add %s" % path

    def touch(self):
        path = self.root / self.some()
        if path.exists():
            path.touch()
        return "touch %s" % path.name

    def write(self):
        for path in self.root.rglob("*.py"):
            if str(path.relative_to(self.root)) not in self.files:
                path.unlink()
        for path, blocks in self.files.items():
            to, text = self.root / path, "".join(blocks)
            to.parent.mkdir(parents=True, exist_ok=True)
            if not to.exists() or to.read_text() != text:
                to.write_text(text)
