from hashlib import new as make, sha1 as digest_of, sha256

NAME = "md5"


def checks(password, stored, by=digest_of):
    make(NAME, password).hexdigest() == stored  # want: weak-hash
    by(password).hexdigest() == stored  # want: weak-hash
    make("sha256", password).hexdigest() == stored  # fine: weak-hash
    sha256(password).hexdigest() == stored  # fine: weak-hash
