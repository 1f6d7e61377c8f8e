import os
import pathlib
def a(key):
    with open("/srv/app/private_key.pem", "w") as f:
        f.write(key)
    os.chmod("/srv/app/private_key.pem", 0o644)  # want: readable-secret-file
def b(token):
    path = pathlib.Path("/srv/app/token")
    path.write_text(token)
    path.chmod(0o664)  # want: readable-secret-file
def c(password):
    fd = os.open("/srv/app/password", os.O_WRONLY | os.O_CREAT, 0o644)  # want: readable-secret-file
    os.write(fd, password)
def d(key):
    fd = os.open("/srv/app/private_key.pem", os.O_WRONLY | os.O_CREAT, 0o600)  # fine: readable-secret-file
    os.write(fd, key)
def e():
    os.chmod("/srv/app/page.html", 0o644)  # noise: readable-secret-file
def e2():
    os.chmod("/srv/app/page.html", 0o640)  # fine: readable-secret-file
def f(token):
    path = pathlib.Path("/srv/app/token")
    path.chmod(0o600)  # fine: readable-secret-file
    path.write_text(token)
