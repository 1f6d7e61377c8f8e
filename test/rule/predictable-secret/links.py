import uuid


def link(user):
    return "https://example.org/reset?token=" + str(uuid.uuid1())  # want: predictable-secret


def assign(user):
    user.reset_code = uuid.uuid3(uuid.NAMESPACE_DNS, user.name).hex  # want: predictable-secret
    user.reset_code = uuid.uuid4().hex  # fine: predictable-secret
    user.row = uuid.uuid5(uuid.NAMESPACE_DNS, user.name)  # fine: predictable-secret
    return f"https://example.org/page?part={uuid.uuid1()}"  # fine: predictable-secret
