from requests.adapters import HTTPAdapter


class Loose(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        kwargs["assert_hostname"] = False  # want: tls-no-hostname
        return super().init_poolmanager(*args, **kwargs)


class Tight(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        kwargs["assert_hostname"] = "api.example.org"  # fine: tls-no-hostname
        return super().init_poolmanager(*args, **kwargs)
