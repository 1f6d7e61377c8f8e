import ssl
import aiohttp
import httpx
import requests
import urllib3
s = requests.Session()  # fine: tls-no-verify
s.verify = False  # want: tls-no-verify
c = httpx.Client(verify=False)  # want: tls-no-verify
p = urllib3.PoolManager(cert_reqs="CERT_NONE")  # want: tls-no-verify
ctx = ssl._create_unverified_context()  # want: tls-no-verify
async def a(session: aiohttp.ClientSession):
    await session.get("https://x.example", ssl=False)  # want: tls-no-verify
ok = httpx.Client(verify="ca.pem")  # fine: tls-no-verify
ok2 = urllib3.PoolManager(cert_reqs="CERT_REQUIRED")  # fine: tls-no-verify
ok3 = ssl.create_default_context()  # fine: tls-no-verify
requests.get("https://x.example", timeout=3)  # fine: tls-no-verify
