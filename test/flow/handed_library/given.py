# What libraries give, for files that import none of them.
import flask
import pandas
from elasticsearch_dsl import Search
from fastapi.security import OAuth2PasswordRequestForm as Form


class Asked:
    asked = flask.request


def asked():
    return flask.request


def table():
    return pandas.DataFrame()


def title():
    return "x"
