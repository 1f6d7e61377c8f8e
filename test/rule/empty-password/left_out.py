from django.contrib.auth import get_user_model

User = get_user_model()


def add(email, password=""):
    user = User(email=email)
    user.set_password(password)  # want: empty-password
    user.save()


def add_closed(email, password=None):
    user = User(email=email)
    user.set_password(password)  # fine: empty-password
    user.save()


def add_asked(email, password=""):
    if not password:
        raise ValueError("a password, please")
    user = User(email=email)
    user.set_password(password)  # fine: empty-password
    user.save()
