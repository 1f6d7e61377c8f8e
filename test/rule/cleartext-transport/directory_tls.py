import ldap


def bind(name, password):
    server = ldap.initialize("ldap://directory.example.com")
    server.start_tls_s()
    server.simple_bind_s(name, password)  # fine: cleartext-transport
    return server
