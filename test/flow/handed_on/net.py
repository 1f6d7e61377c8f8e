"""A constant that a caller in another file hands on: found where it takes effect, once; silent where all callers
hand on harmless ones."""
import ssl

import requests


def fetch(url, verify):
    return requests.get(url, verify=verify, timeout=5)  # want: tls-no-verify


def fetch_checked(url, verify=False):
    return requests.get(url, verify=verify, timeout=5)


def fetch_by_default(url, verify=False):
    return requests.get(url, verify=verify, timeout=5)  # want: tls-no-verify


def fetch_in_test(url, verify=True):
    return requests.get(url, verify=verify, timeout=5)


def fetch_once_off(url, verify=True):
    return requests.get(url, verify=verify, timeout=5)  # want: tls-no-verify


def fetch_insecure(url, insecure=False):
    return requests.get(url, verify=not insecure, timeout=5)  # want: tls-no-verify


def fetch_secure(url, insecure=True):
    return requests.get(url, verify=not insecure, timeout=5)


def fetch_options(url, options):
    return requests.get(url, **options)  # want: tls-no-verify


def fetch_more(url, **more):
    return requests.get(url, timeout=5, **more)  # want: tls-no-verify


def fetch_nested(url, options):
    return requests.get(url, verify=options.get("tls", {}).get("verify", True), timeout=5)  # want: tls-no-verify


def fetch_by_settings(url, verify):
    return requests.get(url, verify=verify, timeout=5)  # want: tls-no-verify


def fetch_by_env(url, verify):
    return requests.get(url, verify=verify, timeout=5)


def fetch_far(url, check):
    return requests.get(url, verify=check, timeout=5)  # want: tls-no-verify


def fetch_late(url, verify=True):
    return requests.get(url, verify=verify, timeout=5)  # want: tls-no-verify


def context(insecure=False):
    if insecure:
        return ssl._create_unverified_context()  # want: tls-no-verify
    return ssl.create_default_context()


def context_nobody_opens(insecure=False):
    if insecure:
        return ssl._create_unverified_context()
    return ssl.create_default_context()


def context_either(insecure=False):
    return ssl._create_unverified_context() if insecure else ssl.create_default_context()  # want: tls-no-verify


def context_either_safe(insecure=False):
    return ssl._create_unverified_context() if insecure else ssl.create_default_context()


def context_of(mode):
    made = ssl.create_default_context()
    made.verify_mode = mode  # want: tls-no-verify
    return made


def context_of_checked(mode):
    made = ssl.create_default_context()
    made.verify_mode = mode
    return made


def fetcher(verify):
    def fetch_made(url):
        return requests.get(url, verify=verify, timeout=5)  # want: tls-no-verify
    return fetch_made


def fetcher_safe(verify):
    def fetch_made(url):
        return requests.get(url, verify=verify, timeout=5)
    return fetch_made
