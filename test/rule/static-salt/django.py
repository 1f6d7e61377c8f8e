from django.contrib.auth.hashers import make_password


def stored(password, salt):
    make_password(password, salt="abc")  # want: static-salt
    make_password(password, salt=None)  # fine: static-salt
    return make_password(password, salt)  # fine: static-salt
