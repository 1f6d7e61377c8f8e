import jwt


def token(user, password, key):
    claims = dict(user=user, password=password)
    return jwt.encode(claims, key, algorithm="HS256")  # want: cleartext-storage


def thin(user, key):
    claims = dict(user=user, password_changed=True)
    return jwt.encode(claims, key, algorithm="HS256")  # fine: cleartext-storage
