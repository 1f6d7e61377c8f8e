import logging
from urllib.parse import quote

log = logging.getLogger(__name__)


class Target:
    def __init__(self, host, user, password):
        self.host, self.user, self.password = host, user, password

    @property
    def dsn(self):
        return "amqp://%s:%s@%s" % (self.user, quote(self.password, safe=""), self.host)

    def address(self):
        return f"amqp://{self.user}:{self.password}@{self.host}/"

    @property
    def shown(self):
        return "amqp://%s:***@%s" % (self.user if self.password else "", self.host)

    @property
    def is_open(self):
        return bool(self.password)


def connect(target):
    log.info("connecting to %s", target.dsn)  # want: secret-in-log
    log.warning("retry of %s", target.address())  # want: secret-in-log
    log.info(f"using {target.dsn}")  # want: secret-in-log
    log.info("connecting to %s", target.shown)  # fine: secret-in-log
    log.info("connecting to %s", target.host)  # fine: secret-in-log
    log.info("open: %s", target.is_open)  # fine: secret-in-log
