# Handlers that a framework calls with whatever nobody caught; with what the program means to tell.
import logging
import sqlite3

import falcon
from flask import Flask, jsonify
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from werkzeug.exceptions import HTTPException

site = Flask(__name__)
log = logging.getLogger(__name__)


class StockFault(Exception):
    pass


@site.errorhandler(Exception)
def anything(fault):
    return jsonify(error=str(fault)), 500  # want: error-exposure


@site.errorhandler(StockFault)
def stock(fault):
    return jsonify(error=str(fault)), 409


@site.errorhandler(404)
def gone(fault):
    return jsonify(error="no such thing"), 404


def of_database(fault):
    return {"error": repr(fault)}, 500  # want: error-exposure


def told_apart(fault):
    if isinstance(fault, (StockFault, HTTPException)):
        return {"error": str(fault)}, 400
    log.error("not handled", exc_info=fault)
    return {"error": "internal"}, 500


site.register_error_handler(sqlite3.Error, of_database)
site.register_error_handler(Exception, told_apart)


def document(fault):
    if isinstance(fault, StockFault):
        return falcon.HTTP_409, {"detail": str(fault)}
    return falcon.HTTP_500, {"detail": "internal"}


def loose_document(fault):
    return falcon.HTTP_500, {"detail": repr(fault)}


def answer(req, resp, fault, params):
    resp.status, resp.media = document(fault)


def loose_answer(req, resp, fault, params):
    resp.status, resp.media = loose_document(fault)  # want: error-exposure


api = falcon.App()
api.add_error_handler(Exception, answer)
api.add_error_handler(Exception, loose_answer)


async def of_star(request, fault):
    return JSONResponse({"detail": str(fault)}, status_code=500)  # want: error-exposure


star = Starlette()
star.add_exception_handler(Exception, of_star)
