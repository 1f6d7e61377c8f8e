from urllib.parse import urlsplit


class Loose:
    def __init__(self, sites):
        self.sites = frozenset(sites)

    def _ok(self, origin):
        return urlsplit(origin).scheme == "https"

    def process_response(self, req, resp, resource, ok):
        origin = req.get_header("Origin")
        if origin and self._ok(origin):
            resp.set_header("Access-Control-Allow-Origin", origin)  # want: cors-any-origin
            resp.set_header("Access-Control-Allow-Credentials", "true")


class Listed:
    def __init__(self, sites):
        self.sites = frozenset(sites)

    def _listed(self, origin):
        return urlsplit(origin).scheme == "https" and origin in self.sites

    def process_response(self, req, resp, resource, ok):
        origin = req.get_header("Origin")
        if origin and self._listed(origin):
            resp.set_header("Access-Control-Allow-Origin", origin)  # fine: cors-any-origin
            resp.set_header("Access-Control-Allow-Credentials", "true")
