# What re.escape gives of a constant is known, and so is the pattern that is put together with it.
import re

MARKS = re.escape(b'()<>@,;:\\"')
QUOTED = br'"(?:\\.|[^"])*"'
QUOTED_ONE_WAY = br'"(?:\\.|[^"\\])*"'
OPTION = re.compile(br";([^" + MARKS + br"]+)=" + QUOTED)  # want: redos
OPTION_ONE_WAY = re.compile(br";([^" + MARKS + br"]+)=" + QUOTED_ONE_WAY)  # fine: redos
WORDS = re.compile(r"(a|" + re.escape("a") + r")*b")  # want: redos
WORDS_APART = re.compile(r"(a|" + re.escape("+") + r")*b")  # fine: redos


def options(value):
    return OPTION.findall(value), OPTION_ONE_WAY.findall(value), WORDS.match(value), WORDS_APART.match(value)
