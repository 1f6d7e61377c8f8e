import logging

log = logging.getLogger(__name__)


def start(client_secret, access_token, api_key, name):
    log.info("starting %s with %s", name, client_secret)  # want: secret-in-log
    log.info("starting " + access_token)  # want: secret-in-log
    log.debug(f"{name} {api_key}")  # want: secret-in-log
    log.info("starting %s, %d characters", name, len(client_secret))  # fine: secret-in-log
    log.info("starting %s with %s", name, client_secret[:3])  # fine: secret-in-log
    log.info("starting %s", name)  # fine: secret-in-log


def hand_on(headers):
    log.debug("sent by %s", headers["Authorization"])  # want: secret-in-log
    log.debug("asked for %s", headers["Accept"])  # fine: secret-in-log


def forget(session, APIKey, AccessToken, pk):
    api_key = APIKey.objects.get(pk=pk)
    log.info("forgotten: %s", api_key)  # fine: secret-in-log
    access_token = session.query(AccessToken).filter_by(id=pk).first()
    log.info("forgotten: %s", access_token)  # fine: secret-in-log


def read(args):
    private_key = args.key_file
    log.info("reading %s", private_key)  # fine: secret-in-log
    log.info("reading %s", args.private_key)  # fine: secret-in-log
