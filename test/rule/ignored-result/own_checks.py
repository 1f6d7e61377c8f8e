def validate(condition, name):
    if not condition:
        raise ValueError(name)
    return True
def is_allowed_name(name):
    return name.isidentifier() and name != "root"
def check_name(name):
    if name == "root":
        return False
    return len(name) < 9
def a(name):
    validate(name, "name")  # fine: ignored-result
    is_allowed_name(name)  # want: ignored-result
    return name
def b(name):
    check_name(name)  # want: ignored-result
    return name
