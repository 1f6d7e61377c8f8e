USERS = {"ann": {"name": "ann", "email": "a@x", "password_hash": "h", "ssn": "1"}}
PUBLIC_FIELDS = ("name", "email")

def get_profile(name):
    """The public profile of a user, None when unknown."""
    user = USERS.get(name)
    if user is None:
        return None
    return dict(user)
