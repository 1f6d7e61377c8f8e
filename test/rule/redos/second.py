import re

WORDS = re.compile(r"(?:[a-z]+-?)*")  # want: redos
PARTS = re.compile(r"[a-z]+(?:-[a-z]+)*")  # fine: redos


def valid(request):
    return WORDS.fullmatch(request.args["w"]) or PARTS.fullmatch(request.args["p"])
