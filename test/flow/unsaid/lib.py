"""What an option is where nobody says anything: a default that no caller overrides, a fallback."""
import hashlib
import os

import requests


def nobody_calls(data, name="md5"):
    return hashlib.new(name, data).hexdigest()  # want: weak-hash


def always_said(data, name="md5"):
    return hashlib.new(name, data).hexdigest()


def left_out(data, name="md5"):
    return hashlib.new(name, data).hexdigest()  # want: weak-hash


def by_attribute(data, name="md5"):
    return getattr(hashlib, name)(data).hexdigest()  # want: weak-hash


def by_function(data, hasher=hashlib.sha256):
    return hasher(data).hexdigest()  # want: weak-hash


def by_function_safe(data, hasher=hashlib.sha256):
    return hasher(data).hexdigest()


def from_settings(settings, data):
    return hashlib.new(settings.get("hash", "md5"), data).hexdigest()  # want: weak-hash


def from_settings_safe(settings, data):
    return hashlib.new(settings.get("hash", "sha256"), data).hexdigest()


def otherwise(data, name=None):
    return hashlib.new((name or "MD5").lower(), data).hexdigest()  # want: weak-hash


def otherwise_safe(data, name=None):
    return hashlib.new(name or "sha256", data).hexdigest()


def from_environment(data):
    name = os.environ.get("HASH", "sha1")
    return hashlib.new(name, data).hexdigest()  # want: weak-hash


def fetch(options):
    return requests.get("https://a.example.org", verify=options.get("verify", False), timeout=5)  # want: tls-no-verify


def fetch_safe(options):
    return requests.get("https://a.example.org", verify=options.get("verify", True), timeout=5)


def fetch_said(verify=False):
    return requests.get("https://a.example.org", verify=verify, timeout=5)


def fetch_unsaid(verify=False):
    return requests.get("https://a.example.org", verify=verify, timeout=5)  # want: tls-no-verify


def _own(verify=False):
    return requests.get("https://a.example.org", verify=verify, timeout=5)


def own():
    return _own(verify=True)
