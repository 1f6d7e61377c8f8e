import re


def check(text):
    re.match(r"^x(\[([1-9]\d*)*\])*$", text)  # want: redos
    re.match(r"^x(\[([1-9]\d*\b)*\])*$", text)  # fine: redos
    re.match(r"^([\w.]+\b)*$", text)  # want: redos
    re.match(r"^(\w+\b)*$", text)  # fine: redos


def parts(text):
    re.match(r"^([a-z]+)\s*=\s*(.*)$", text, re.DOTALL)  # fine: redos
    re.match(r"^([a-z]*)(.*)$", text, re.DOTALL)  # fine: redos
    re.match(r"^([a-z]*)(.*)$", text)  # want: redos
    re.match(r"^([a-z]*)(.*)x$", text, re.DOTALL)  # want: redos
    re.fullmatch(r"([a-z]*)(.*)", text, re.DOTALL)  # fine: redos


def lines(text):
    re.sub(r"^#+ [a-z]", "", text, flags=re.M)  # fine: redos
    re.sub(r"^\s+[a-z]", "", text, flags=re.M)  # want: redos
    re.sub(r"#+ [a-z]", "", text)  # want: redos
