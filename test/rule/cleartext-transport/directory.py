import ldap


def bind(name, password):
    server = ldap.initialize("ldap://directory.example.com")
    server.simple_bind_s(name, password)  # want: cleartext-transport
    return server
