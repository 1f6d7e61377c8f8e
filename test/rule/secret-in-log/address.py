import logging

from app.config import get_settings, settings

logger = logging.getLogger(__name__)


class Config:
    DATABASE_URL = "sqlite:///local.db"


config = Config()


def start():
    logger.info("connecting to %s", settings.DATABASE_URL)  # want: secret-in-log
    logger.info(f"broker at {get_settings().broker_url}")  # want: secret-in-log
    logger.info("host %s", settings.DATABASE_HOST)  # fine: secret-in-log
    logger.info("file %s", config.DATABASE_URL)  # fine: secret-in-log
    logger.info("broker at %s", mask(settings.CELERY_BROKER_URL))  # fine: secret-in-log
    logger.info("next %s", page.redis_url)  # fine: secret-in-log


def mask(address):
    return address.rpartition("@")[2]
