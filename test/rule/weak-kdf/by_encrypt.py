from passlib.hash import argon2, ldap_md5, md5_crypt


def stored(password):
    ldap_md5.encrypt(password)  # want: weak-kdf
    md5_crypt.encrypt(password)  # want: weak-kdf
    return argon2.encrypt(password)  # fine: weak-kdf
