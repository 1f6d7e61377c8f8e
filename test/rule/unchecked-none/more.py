import re
def parse(text):
    if not text:
        return None
    return text.split(",")
def find(rows, key):
    for row in rows:
        if row["key"] == key:
            return row["values"]
    return None
def a(text):
    parts = parse(text)
    return len(parts)  # want: unchecked-none
def b(rows):
    values = find(rows, "x")
    print(len(values))  # want: unchecked-none
class C:
    def c(self, text):
        parts = parse(text)
        return len(parts) * 2  # want: unchecked-none
def d(text):
    parts = parse(text)
    return len(parts) if parts else 0  # fine: unchecked-none
def e(rows):
    values = find(rows, "x")
    if values is None:
        raise KeyError("x")
    return len(values)  # fine: unchecked-none
def f(text):
    parts = text.split(",")
    return len(parts)  # fine: unchecked-none
def g(text):
    parts = parse(text)
    return parts[0]  # miss: unchecked-none
