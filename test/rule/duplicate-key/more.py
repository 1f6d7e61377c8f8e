import http
LIMITS = {
    "upload": 10,
    "login": 5,
    "upload": 1000,  # want: duplicate-key
}
BY_CODE = {1: "read", 2: "write", 1: "admin"}  # want: duplicate-key
BY_NAME = {http.HTTPStatus.OK: "a", http.HTTPStatus.OK: "b"}  # want: duplicate-key
def table(reader):
    pairs = []
    while True:
        name, value = reader.next_pair()
        if name is None:
            break
        pairs.append((name, value))  # want: duplicate-key
    pairs.sort()
    return pairs
def table_once(reader):
    pairs, seen = [], set()
    rows = []
    while True:
        name, value = reader.next_pair()
        if name is None:
            break
        if name in seen:
            raise ValueError(name)
        seen.add(name)
        rows.append((name, value))  # fine: duplicate-key
    rows.sort()
    return rows
ONCE = {"upload": 10, "login": 5}  # fine: duplicate-key
SAME = {"a": 1, "a": 1}  # fine: duplicate-key
TYPES = {"1": "text", 1: "number"}  # fine: duplicate-key
