import logging

logger = logging.getLogger(__name__)


class Rules:
    def step(self, tokens):
        logger.debug("unexpected token: %s", self.token)  # fine: secret-in-log
        logger.debug(f"token: {self.token}")  # fine: secret-in-log
        for token in tokens:
            logger.debug("token %s", token)  # fine: secret-in-log
        logger.debug("access token: %s", self.access_token)  # want: secret-in-log
