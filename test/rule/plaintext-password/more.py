import hmac
from django.contrib.auth.hashers import check_password
from werkzeug.security import check_password_hash
from shop.models import User
def a(name, password):
    user = User.objects.get(name=name)
    return user.password == password  # want: plaintext-password
def b(name, password):
    user = User.query.filter_by(name=name).first()
    if user and user.password != password:  # want: plaintext-password
        return None
    return user
def c(name, password):
    return User.objects.filter(name=name, password=password).first()  # want: plaintext-password
def d(name, password):
    user = User.objects.get(name=name)
    return check_password(password, user.password)  # fine: plaintext-password
def e(name, password):
    user = User.query.filter_by(name=name).first()
    return user and check_password_hash(user.password_hash, password)  # fine: plaintext-password
def f(password, password2):
    return password == password2  # fine: plaintext-password
