import bugsnag
import sentry_sdk
import rollbar
from segment import analytics


def failed(user, password):
    sentry_sdk.capture_message("login failed: " + password)  # want: secret-in-log
    sentry_sdk.set_context("user", {"name": user.name, "ssn": user.ssn})  # want: secret-in-log
    bugsnag.notify(ValueError("x"), metadata={"user": {"password": password}})  # want: secret-in-log
    analytics.track(user.id, "login", {"password": password})  # want: secret-in-log
    sentry_sdk.capture_message("login failed")  # fine: secret-in-log
    rollbar.report_message("login failed for %d" % user.id)  # fine: secret-in-log
    analytics.track(user.id, "login", {"plan": user.plan})  # fine: secret-in-log


def scoped(scope, password):
    scope.set_extra("password", password)  # want: secret-in-log
    scope.set_extra("plan", "free")  # fine: secret-in-log


def given(log, vault, name):
    log.info("password %s", vault.get_password(name))  # want: secret-in-log
    log.info("logging in with " + get_password())  # want: secret-in-log
    log.info("policy %s", vault.get_password_policy())  # fine: secret-in-log
    log.info("reset by %s", vault.reset_password(name))  # fine: secret-in-log
