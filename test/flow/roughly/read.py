from flask import request


def given():
    return request.args.get("name")


def given_by_way():
    return given()
