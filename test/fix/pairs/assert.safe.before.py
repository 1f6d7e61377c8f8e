def remove(user, record):
    assert user.is_admin, "only for admins"
    record.delete()
