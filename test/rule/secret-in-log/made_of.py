import logging
import os

log = logging.getLogger(__name__)


class Client:
    def start(self):
        self.token = os.environ["API_TOKEN"]
        self.header = {"Authorization": self.token}
        self.port = 80
        log.info("with %s", self.header)  # want: secret-in-log
        log.info("at %s", self.port)  # fine: secret-in-log
