from django.contrib.auth.hashers import make_password
from werkzeug.security import generate_password_hash


def stored(password):
    generate_password_hash(password, method="sha256")  # want: weak-kdf
    generate_password_hash(password, "pbkdf2:sha256:1000")  # want: weak-kdf
    generate_password_hash(password, method="scrypt")  # fine: weak-kdf
    generate_password_hash(password)  # fine: weak-kdf
    make_password(password, hasher="md5")  # want: weak-kdf
    make_password(password, hasher="argon2")  # fine: weak-kdf
    return make_password(password)  # fine: weak-kdf
