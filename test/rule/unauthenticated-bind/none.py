import ldap3


def look(word):
    server = ldap3.Server("ldaps://dir.example.org")
    ldap3.Connection(server, user="cn=app", password=None)  # want: unauthenticated-bind
    ldap3.Connection(server, user="cn=app", password=word)  # fine: unauthenticated-bind
    ldap3.Connection(server)  # fine: unauthenticated-bind
