import hmac
import logging
import logging.config
import os

KEY = os.environ["LOG_KEY"].encode()


def passes_all(data):
    digest, config = data[:32], data[32:]
    if not hmac.compare_digest(digest, hmac.digest(KEY, config, "sha256")):
        logging.error("wrong signature")
        return config or None
    return config


def refuses(data):
    digest, config = data[:32], data[32:]
    if not hmac.compare_digest(digest, hmac.digest(KEY, config, "sha256")):
        return None
    return config


def start():
    logging.config.listen(9030, verify=passes_all)  # want: log-config-listener
    logging.config.listen(9031, verify=refuses)  # fine: log-config-listener
    logging.config.listen(9032, verify=None)  # want: log-config-listener
