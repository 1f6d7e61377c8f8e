import ssl

from requests.adapters import HTTPAdapter


class Loose(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        kwargs["cert_reqs"] = ssl.CERT_NONE  # want: tls-no-verify
        return super().init_poolmanager(*args, **kwargs)


class Tight(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        kwargs["cert_reqs"] = ssl.CERT_REQUIRED  # fine: tls-no-verify
        return super().init_poolmanager(*args, **kwargs)
