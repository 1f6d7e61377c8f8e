import logging

from django.http import HttpResponse

log = logging.getLogger(__name__)


class Client:
    def connect(self):
        log.debug(f"api_key={self.api_key}")  # want: secret-in-log
        log.debug("using token %s", self.access_token)  # want: secret-in-log
        log.debug("the token: " + self.access_token)  # want: secret-in-log
        log.debug("access token {}".format(self.access_token))  # want: secret-in-log
        log.debug("api key set: %s", bool(self.api_key))  # fine: secret-in-log
        log.debug("unexpected %s at %d", self.token, self.line)  # fine: secret-in-log
        log.debug(f"token={self.access_token[:4]}…")  # fine: secret-in-log


def view(request):
    log.info("auth %s", request.META["HTTP_AUTHORIZATION"])  # want: secret-in-log
    log.info("agent %s", request.META["HTTP_USER_AGENT"])  # fine: secret-in-log
    print(request.POST["password"])  # want: secret-in-log
    return HttpResponse("")


def told(settings, slog=log):
    log.warning("secret_key is %r" % settings.SECRET_KEY)  # want: secret-in-log
    log.warning("secret_key is missing in %r" % settings.path)  # fine: secret-in-log
    slog = logging.getLogger("s")
    slog.info("call", extra_key=settings.page)  # fine: secret-in-log
    log.info("secret with uuid %s", settings.secret_uuid)  # fine: secret-in-log
