from passlib.context import CryptContext

OLD = "ldap_salted_sha1"

new_hashes = CryptContext(schemes=["argon2", OLD], default=OLD)  # want: weak-kdf
first_is_new = CryptContext(schemes=["md5_crypt", "bcrypt"])  # want: weak-kdf
kept_for_old = CryptContext(schemes=["argon2", OLD], default="argon2", deprecated=[OLD])  # fine: weak-kdf
first_is_good = CryptContext(schemes=["bcrypt", "md5_crypt"], deprecated="auto")  # fine: weak-kdf
