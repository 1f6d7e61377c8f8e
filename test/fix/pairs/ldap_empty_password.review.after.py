import ldap
from ldap.dn import escape_dn_chars


def authenticate(name, password):
    con = ldap.initialize("ldaps://dir.example.org")
    try:
        if not password:
            return False
        con.simple_bind_s("uid=" + escape_dn_chars(name) + ",dc=example", password)
    except ldap.INVALID_CREDENTIALS:
        return False
    return True
