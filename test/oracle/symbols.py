"""Small random programs, right in grammar and often wrong in scope: is suture's verdict that of every CPython?

usage: symbols.py [--count N] [--seed N]
Each program is judged by each version at hand (3.8 to 3.14) and by suture for that version. A program on
which they differ is cut down line by line and printed. Exits 1 when there is one.
SPDX-License-Identifier: MIT
"""
import argparse
import random
import sys

import ask

NAMES = ["x", "y", "z", "x", "y", "z", "__x", "_A__x", "__class__", "T"]


class Writer:
    """Writes one program. `new` is the newest version whose grammar it may use."""

    def __init__(self, rng):
        self.rng, self.new = rng, rng.choice((308, 308, 310, 311, 312, 313, 314))
        self.lines = []

    def pick(self, *options):
        return self.rng.choice(options)

    def name(self):
        return "__debug__" if self.rng.random() < 0.01 else self.rng.choice(NAMES)

    def some(self, most, make, *args):
        return ", ".join(make(*args) for _ in range(self.rng.randint(1, most)))

    # Expressions

    def expr(self, d):
        if d <= 0 or self.rng.random() < 0.3:
            return self.pick(self.name(), self.name(), "1", "'s'", "super()")
        return getattr(self, self.pick("e_op", "e_call", "e_lambda", "e_comp", "e_comp", "e_await", "e_yield",
                                       "e_walrus", "e_tuple", "e_item", "e_if", "e_dict", "e_text"))(d - 1)

    def e_op(self, d):
        return "%s %s %s" % (self.expr(d), self.pick("+", "and", "<", "not in"), self.expr(d))

    def e_call(self, d):
        args = [self.pick(self.expr(d), "*" + self.name(), "%s=%s" % (self.name(), self.expr(d)), "**" + self.name())
                for _ in range(self.rng.randint(0, 3))]
        return "f(%s)" % ", ".join(sorted(args, key=lambda a: ("=" in a or "**" in a)))

    def e_lambda(self, d):
        return "(lambda %s: %s)" % (self.parameters(d, False), self.expr(d))

    def e_comp(self, d):
        loops = "".join(" %sfor %s in %s%s" % (
            self.pick("", "", "async "), self.target(), self.atom(d), self.pick("", " if " + self.atom(d)))
            for _ in range(self.rng.choice((1, 1, 1, 2))))
        first, last = self.pick("[]", "{}", "()", "[]")
        return first + self.atom(d) + self.pick("", ": " + self.atom(d) if first == "{" else "") + loops + last

    def atom(self, d):
        return "(%s)" % self.expr(d)

    def e_await(self, d):
        return "(await %s)" % self.name()

    def e_yield(self, d):
        return "(%s)" % self.pick("yield", "yield " + self.name(), "yield from " + self.name())

    def e_walrus(self, d):
        return "(%s := %s)" % (self.name(), self.expr(d))

    def e_tuple(self, d):
        return "%s%s, *%s%s" % ("(", self.expr(d), self.name(), ")")

    def e_item(self, d):
        return "%s[%s]" % (self.name(), self.expr(d))

    def e_if(self, d):
        return "(%s if %s else %s)" % (self.expr(d), self.expr(d), self.expr(d))

    def e_dict(self, d):
        return "{%s: %s}" % (self.expr(d), self.expr(d))

    def e_text(self, d):
        return "f'{%s}'" % self.name()

    def target(self):
        return self.pick(self.name(), self.name(), "%s, %s" % (self.name(), self.name()),
                         "%s, *%s" % (self.name(), self.name()), "[*%s]" % self.name(), "%s.a" % self.name(),
                         "%s[%s]" % (self.name(), self.name()))

    # Statements: each writes lines at an indent.

    def put(self, indent, text):
        self.lines.append("    " * indent + text)

    def body(self, indent, depth):
        for _ in range(self.rng.randint(1, 3)):
            self.statement(indent, depth)

    def statement(self, indent, depth):
        kinds = ["simple"] * 6 + (["s_def", "s_def", "s_class", "s_loop", "s_with", "s_try", "s_match", "s_if"]
                                  if depth > 0 else [])
        kind = self.rng.choice(kinds)
        if kind == "simple":
            self.put(indent, self.simple())
        else:
            getattr(self, kind)(indent, depth - 1)

    def simple(self):
        n, e = self.name(), self.expr(2)
        return self.pick(
            "%s = %s" % (self.target(), e), "%s = %s" % (n, e), "%s: %s" % (n, e), "%s: %s = %s" % (n, e, self.expr(1)),
            "(%s): %s" % (n, e), "%s.a: %s" % (n, e), "%s += %s" % (n, e), "del " + n, "global " + n, "global " + n,
            "nonlocal " + n, "nonlocal " + n, "import " + n, "import %s.%s" % (n, self.name()),
            "from a import %s as %s" % (n, self.name()), "from a import *", "return", "return " + e, "break", "continue",
            "pass", e, e, e, "raise " + e, "assert " + e, "*%s, = %s" % (n, e), "print(*%s)" % n,
            self.later(), "from __future__ import annotations")

    def later(self):
        if self.new >= 312:
            return "type %s%s = %s" % (self.name(), self.type_params(), self.expr(2))
        return "pass"

    def type_params(self):
        if self.new < 312 or self.rng.random() < 0.5:
            return ""
        return "[%s]" % self.some(2, self.type_param)

    def type_param(self):
        default = " = " + self.expr(1) if self.new >= 313 and self.rng.random() < 0.3 else ""
        return self.pick(self.name(), "%s: %s" % (self.name(), self.expr(1)), "*" + self.name(),
                         "**" + self.name()) + default

    def parameters(self, d, annotated):
        out = []
        for star in ("", "", "*", "**"):
            if self.rng.random() < 0.4:
                note = ": " + self.expr(d) if annotated and self.rng.random() < 0.4 else ""
                out.append(star + self.name() + note)
        return ", ".join(out)

    def s_def(self, indent, depth):
        if self.rng.random() < 0.2:
            self.put(indent, "@" + self.name())
        self.put(indent, "%sdef %s%s(%s)%s:" % (self.pick("", "", "async "), self.name(), self.type_params(),
                                                self.parameters(1, True), self.pick("", " -> " + self.expr(1))))
        self.body(indent + 1, depth)

    def s_class(self, indent, depth):
        bases = self.pick("", "(%s)" % self.expr(1), "(x, a=1, %s=%s)" % (self.pick("a", "b"), self.expr(1)))
        self.put(indent, "class %s%s%s:" % (self.pick("A", "_A", "B", self.name()), self.type_params(), bases))
        self.body(indent + 1, depth)

    def s_loop(self, indent, depth):
        self.put(indent, self.pick("while %s:" % self.expr(1), "for %s in %s:" % (self.target(), self.atom(1)),
                                   "async for %s in %s:" % (self.target(), self.atom(1))))
        self.body(indent + 1, depth)
        if self.rng.random() < 0.2:
            self.put(indent, "else:")
            self.body(indent + 1, depth)

    def s_if(self, indent, depth):
        self.put(indent, "if %s:" % self.expr(1))
        self.body(indent + 1, depth)

    def s_with(self, indent, depth):
        self.put(indent, "%swith %s as %s:" % (self.pick("", "async "), self.expr(1), self.name()))
        self.body(indent + 1, depth)

    def s_try(self, indent, depth):
        self.put(indent, "try:")
        self.body(indent + 1, depth)
        star = "*" if self.new >= 311 and self.rng.random() < 0.5 else ""
        for _ in range(self.rng.randint(1, 2)):
            self.put(indent, self.pick("except%s %s:" % (star, self.name()),
                                       "except%s %s as %s:" % (star, self.name(), self.name()),
                                       "except%s:" % (" x" if star else "")))
            self.body(indent + 1, depth)
        if self.rng.random() < 0.3:
            self.put(indent, "finally:")
            self.body(indent + 1, depth)

    def s_match(self, indent, depth):
        if self.new < 310:
            self.put(indent, "pass")
            return
        self.put(indent, "match %s:" % self.expr(1))
        for _ in range(self.rng.randint(1, 3)):
            self.put(indent + 1, "case %s%s:" % (self.pattern(2), self.pick("", "", " if " + self.name())))
            self.body(indent + 2, depth - 1)

    def pattern(self, d):
        if d <= 0 or self.rng.random() < 0.3:
            return self.pick("x", "y", "_", "1", "'a'", "None", "x.y", "-1", "1.0", "z")
        one = lambda: self.pattern(d - 1)
        return self.pick("[%s, %s]" % (one(), one()), "%s | %s" % (one(), one()), "(%s) as %s" % (one(), self.name()),
                         "[%s, *%s]" % (one(), self.pick("x", "_")), "[*x, %s, *_]" % one(),
                         "{1: %s, %s: %s}" % (one(), self.pick("1", "2", "1.0", "True", "'a'", "x.y"), one()),
                         "{'a': %s, **%s}" % (one(), self.pick("x", "y")), "A(%s)" % one(),
                         "A(x=%s, %s=%s)" % (one(), self.pick("x", "y"), one()))


def program(seed):
    w = Writer(random.Random(seed))
    if w.rng.random() < 0.1:
        w.put(0, w.pick("'doc'", "from __future__ import annotations", "from __future__ import division"))
    w.body(0, 3)
    return w.lines


def disagreement(lines, mine, peer):
    source = ("\n".join(lines) + "\n").encode()
    theirs, ours = peer.ask(source), mine.ask(source, target=peer.version)
    if theirs["parses"] is None or ours["parses"] == theirs["parses"]:
        return None
    return "3.%d: ours %s %s, CPython %s %s" % (peer.version - 300, ours["parses"], [d["what"] for d in ours["diags"]],
                                               theirs["parses"], theirs["error"])


def shrink(lines, mine, peer):
    """Leaves out lines while the two still differ in the same direction."""
    def verdict(ls):
        what = disagreement(ls, mine, peer)
        return what and what.split("CPython")[1][:6]
    want, i = verdict(lines), 0
    while i < len(lines):
        fewer = lines[:i] + lines[i + 1:]
        if verdict(fewer) == want:
            lines, i = fewer, 0
        else:
            i += 1
    return lines


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--count", type=int, default=3000)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--show", type=int, default=15)
    opt = p.parse_args()
    mine, peers = ask.suture(), [q for q in map(ask.cpython, ask.VERSIONS) if q]
    asked = valid = bad = 0
    for seed in range(opt.seed * 1000000, opt.seed * 1000000 + opt.count):
        lines = program(seed)
        for peer in peers:
            asked += 1
            what = disagreement(lines, mine, peer)
            if what:
                bad += 1
                if bad <= opt.show:
                    small = shrink(lines, mine, peer)
                    print("seed %d %s" % (seed, disagreement(small, mine, peer)), *small, sep="\n    ", flush=True)
                break
        else:
            valid += peers[-1].ask(("\n".join(lines) + "\n").encode())["parses"] is True
    print("symbols: %d programs, %d CPythons, %d verdicts, %d programs differ; %d of the rest are legal in the newest"
          % (opt.count, len(peers), asked, bad, valid))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
