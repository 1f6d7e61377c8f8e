import re

def check_words(text: str) -> bool:
    """Words separated by single blanks."""
    return re.fullmatch(r"^(\w+(?:\s\w+)*\s?)?$", text) is not None
