# A secret in a dictionary that is logged as a whole.
import json
import logging


def inline(user, password):
    logging.info("signup %s", {"user": user, "password": password})  # want: secret-in-log


def by_name(user, password):
    data = {"user": user, "password": password}
    logging.info("signup %s", data)  # want: secret-in-log


def as_json(user, password):
    logging.info(json.dumps({"user": user, "login": {"password": password}}))  # want: secret-in-log


def in_text(user, password):
    logging.info(f"signup {dict(user=user)} {({'p': password})}")  # want: secret-in-log


def masked(user, password):
    logging.info("signup %s", {"user": user, "password": "*" * len(password)})  # fine: secret-in-log


def hashed(user, password, make):
    data = {"user": user, "password": make(password)}
    logging.info("signup %s", data)  # fine: secret-in-log


def taken_out(user, password, save):
    data = {"user": user, "password": password}
    save(dict(data))
    data.pop("password")
    logging.info("signup %s", data)  # fine: secret-in-log


def overwritten(user, password, save):
    data = {"user": user, "password": password}
    save(dict(data))
    data["password"] = "***"
    logging.info(json.dumps(data))  # fine: secret-in-log


def its_names(user, password):
    data = {"user": user, "password": password}
    logging.info("fields %s", list(data))  # fine: secret-in-log


def one_of_them(user, password):
    data = {"user": user, "password": password}
    logging.info("signup %s", data["user"])  # fine: secret-in-log
