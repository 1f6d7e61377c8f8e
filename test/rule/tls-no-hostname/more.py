import ssl
import urllib3
from urllib3 import HTTPSConnectionPool
def a():
    ctx = ssl.create_default_context()
    ctx.check_hostname = False  # want: tls-no-hostname
    return ctx
def b():
    return urllib3.PoolManager(assert_hostname=False)  # want: tls-no-hostname
def c(host):
    return HTTPSConnectionPool(host, assert_hostname=False)  # want: tls-no-hostname
def d():
    ctx = ssl.create_default_context()
    ctx.check_hostname = True  # fine: tls-no-hostname
    return ctx
def e():
    return urllib3.PoolManager()  # fine: tls-no-hostname
def f():
    return ssl.create_default_context()  # fine: tls-no-hostname
