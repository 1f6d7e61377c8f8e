import ftplib

import MySQLdb
import pyodbc
from requests.auth import HTTPBasicAuth

import settings

HEX = "5f0c1a9be27d4436a8f19d0b7c3e52a4"


def logins(word, token):
    HTTPBasicAuth("app", "Winter-2031!x")  # want: hard-coded-credential
    HTTPBasicAuth("app", settings.WORD)  # fine: hard-coded-credential
    MySQLdb.connect("db", "app", "Kq7!vmZ2", "shop")  # want: hard-coded-credential
    MySQLdb.connect("db", "app", word, "shop")  # fine: hard-coded-credential
    pyodbc.connect("DRIVER={x};SERVER=db.corp;UID=sa;PWD=Kq7!vmZ2")  # want: hard-coded-credential
    pyodbc.connect("DRIVER={x};SERVER=db.corp;Trusted_Connection=yes")  # fine: hard-coded-credential
    pyodbc.connect("DRIVER={x};SERVER=db.corp;UID=sa;PWD={word}".format(word=word))  # fine: hard-coded-credential
    if token == "5f0c1a9be27d4436a8f19d0b7c3e52a4":  # want: hard-coded-credential
        return True
    return token == "IDENTIFIER"  # fine: hard-coded-credential


def public(token, host):
    HTTPBasicAuth(token, "x-oauth-basic")  # fine: hard-coded-credential
    ftplib.FTP(host, "anonymous", "me@shop.example")  # fine: hard-coded-credential
    ftplib.FTP(host).login("anonymous", "anonymous@")  # fine: hard-coded-credential
    ftplib.FTP(host).login("deploy", "Kq7!vmZ2")  # want: hard-coded-credential
