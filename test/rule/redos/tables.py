import re

SQL_REGEX = {
    "root": [
        (r"'(''|\\\\|\\'|[^'])*'", "string"),  # want: redos
        (r"'(''|\\'|[^'\\])*'", "string"),  # fine: redos
        (r"\w+", "name"),  # fine: redos
    ],
}
RULES = [(re.compile(rx).match, kind) for rx, kind in SQL_REGEX["root"]]


class Lexer:
    patterns: list[str] = [
        r"(?:[a-z]+\s*)+;",  # want: redos
        r"[a-z]+(?:\s+[a-z]+)*;",  # fine: redos
    ]
    labels = [r"(?:[a-z]+\s*)+;"]  # fine: redos

    def __init__(self):
        self.compiled = [re.compile(p) for p in self.patterns]
