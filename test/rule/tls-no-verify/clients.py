import pymongo
import tornado.httpclient
import urllib3
from tornado.httpclient import AsyncHTTPClient
from urllib3 import PoolManager, proxy_from_url

PoolManager(cert_reqs="NONE")  # want: tls-no-verify
proxy_from_url("https://proxy", cert_reqs="CERT_NONE")  # want: tls-no-verify
urllib3.connection_from_url("https://h", cert_reqs="CERT_NONE")  # want: tls-no-verify
urllib3.connection_from_url("https://h", cert_reqs="CERT_REQUIRED")  # fine: tls-no-verify
PoolManager(cert_reqs="REQUIRED")  # fine: tls-no-verify
pymongo.MongoClient("mongodb://h/?tls=true&tlsInsecure=true")  # want: tls-no-verify
pymongo.MongoClient("mongodb://h/?ssl=true&ssl_cert_reqs=CERT_NONE")  # want: tls-no-verify
pymongo.MongoClient("mongodb://h/?tls=true")  # fine: tls-no-verify


async def fetch():
    await AsyncHTTPClient().fetch("https://h", validate_cert=False)  # want: tls-no-verify
    await tornado.httpclient.AsyncHTTPClient().fetch("https://h")  # fine: tls-no-verify
