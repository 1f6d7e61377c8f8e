import ssl
import aiohttp
import httpx
import requests
import urllib3
s = requests.Session()
s.verify = False  # want: tls-no-verify
c = httpx.Client(verify=False)  # want: tls-no-verify
p = urllib3.PoolManager(cert_reqs="CERT_NONE")  # want: tls-no-verify
ctx = ssl._create_unverified_context()  # want: tls-no-verify
async def a(session: aiohttp.ClientSession):
    await session.get("https://x.example", ssl=False)  # want: tls-no-verify
ok = httpx.Client(verify="ca.pem")
ok2 = urllib3.PoolManager(cert_reqs="CERT_REQUIRED")
ok3 = ssl.create_default_context()
requests.get("https://x.example", timeout=3)
