import ldap
import ldap3
import psycopg2
from pysnmp.hlapi import UsmUserData
from pysnmp.hlapi.asyncio import UsmUserData as Later


def plain(name, word):
    con = ldap.initialize("ldap://dir.example.org")
    con.simple_bind_s(name, word)  # want: cleartext-transport
    return con


def upgraded(name, word):
    con = ldap.initialize("ldap://dir.example.org")
    con.start_tls_s()
    con.simple_bind_s(name, word)  # fine: cleartext-transport
    return con


def encrypted(name, word):
    con = ldap.initialize("ldaps://dir.example.org")
    con.simple_bind_s(name, word)  # fine: cleartext-transport
    return con


def other_library(name, word):
    server = ldap3.Server("dir.example.org", port=389)
    return ldap3.Connection(server, name, word)  # want: cleartext-transport


def other_library_tls(name, word):
    server = ldap3.Server("dir.example.org", use_ssl=True)
    return ldap3.Connection(server, name, word)  # fine: cleartext-transport


def rows(key):
    psycopg2.connect(host="db.example.org", sslmode="disable")  # want: cleartext-transport
    psycopg2.connect("host=db.example.org dbname=a sslmode=disable")  # want: cleartext-transport
    psycopg2.connect("host=localhost dbname=a sslmode=disable")  # fine: cleartext-transport
    psycopg2.connect("host=db.example.org dbname=a sslmode=verify-full")  # fine: cleartext-transport
    UsmUserData("watch", authKey=key, privKey=key)  # fine: cleartext-transport
    Later("watch", key)  # want: cleartext-transport


class Directory:
    def enter(self, name, word):
        from ldap3 import Connection as C, Server as S
        return C(S("dir.example.org"), user=name, password=word)  # want: cleartext-transport
