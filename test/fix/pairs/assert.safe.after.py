def remove(user, record):
    if not (user.is_admin):
        raise AssertionError("only for admins")
    record.delete()
