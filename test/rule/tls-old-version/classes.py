import ssl
from urllib3 import PoolManager


class Pool[T](metaclass=ssl.Maker):  # fine: tls-old-version
    def connect(self):
        return PoolManager(ssl_version=ssl.PROTOCOL_TLSv1)  # want: tls-old-version
