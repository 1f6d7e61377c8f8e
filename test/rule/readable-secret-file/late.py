import os

PRIVATE = 0o600


def write_key(path, key):
    with open(path, "w") as f:  # want: readable-secret-file
        os.chmod(path, PRIVATE)
        f.write(key)


class Cache:
    def save(self, text):
        f = open(self.path, "wb")  # fine: readable-secret-file
        f.write(text)
        f.close()
        os.chmod(self.path, 0o600)

    def save_private(self, text):
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:  # fine: readable-secret-file
            os.chmod(self.path, 0o600)
            f.write(text)

    def save_masked(self, text):
        os.umask(0o077)
        with open(self.path, "w") as f:  # fine: readable-secret-file
            f.write(text)
        os.chmod(self.path, 0o600)

    def save_opened(self, text, opener):
        with open(self.path, "w", opener=opener) as f:  # fine: readable-secret-file
            f.write(text)
        os.chmod(self.path, 0o600)


def write_keys(path, keys):
    with open(path, "w") as f:  # want: readable-secret-file
        os.chmod(path, 0o400)
        for key in keys:
            f.write(key)


def read_then_close(path):
    with open(path, "r") as f:  # fine: readable-secret-file
        text = f.read()
    os.chmod(path, 0o600)
    return text
