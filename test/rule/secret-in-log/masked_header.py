import logging

log = logging.getLogger(__name__)


class Client:
    def shown(self):
        headers = dict(self.session.headers)
        if "Authorization" in headers:
            headers["Authorization"] = self.token[:4] + "..."
        log.debug("headers: %s", headers)  # fine: secret-in-log

    def whole(self):
        headers = dict(self.session.headers)
        headers["Authorization"] = "Bearer " + self.token
        log.debug("headers: %s", headers)  # want: secret-in-log
