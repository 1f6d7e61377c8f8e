import re
from re import compile as pattern

from django.core.validators import RegexValidator

NAME = re.compile(r"^[A-z]+$")  # want: wide-range
CODE = pattern("[a-Z0-9]|[0-z]{4}")  # want: wide-range
SIGNS = re.fullmatch(r"[\w+-Z]*", "x")  # want: wide-range
FIELD = RegexValidator(r"^[A-z_ ]*$")  # want: wide-range
GOOD = re.compile(r"^[A-Za-z0-9_.-]+$")  # fine: wide-range
PRINTED = re.compile(r"[!-~]+")  # fine: wide-range
LATIN = re.compile("[a-zà-ÿ]+")  # fine: wide-range
HEX = re.compile(r"[0-9a-fA-F]{32}")  # fine: wide-range
ESCAPED = re.compile(r"[\w.\-Z]+")  # fine: wide-range
DASH = re.compile(r"[+,-.]+")  # fine: wide-range
CONTROL = re.compile(r"\x1b(?:[@-Z\\-_]|\[[0-?]*[ -/]*[@-~])")  # fine: wide-range
BASE64 = re.compile(r"[+/-9A-Za-z]+=*")  # fine: wide-range
CLOCK = re.compile(r"[*-9]+")  # want: wide-range
