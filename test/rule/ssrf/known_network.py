# An address that was taken out of a dictionary of the request, and then asked where it leads.
import ipaddress

import requests
from flask import abort, request

PARTNERS = ipaddress.ip_network("203.0.113.0/24")


def outside():
    ip = request.args["ip"]
    if not ipaddress.ip_address(ip).is_global:
        abort(400)
    requests.get("http://" + ip + "/", timeout=2)  # fine: ssrf


def not_inside():
    ip = request.json["hosts"]["first"]
    if ipaddress.ip_address(ip).is_private:
        abort(400)
    requests.get("http://" + ip + "/", timeout=2)  # fine: ssrf


def partner():
    ip = request.args["ip"]
    if ipaddress.ip_address(ip) not in PARTNERS:
        abort(400)
    requests.get("http://" + ip + "/", timeout=2)  # fine: ssrf


def other_way_round():
    ip = request.args["ip"]
    if ipaddress.ip_address(ip).is_global:
        abort(400)
    requests.get("http://" + ip + "/", timeout=2)  # want: ssrf


def another():
    ip, other = request.args["ip"], request.args["other"]
    if ipaddress.ip_address(other) not in PARTNERS:
        abort(400)
    requests.get("http://" + ip + "/", timeout=2)  # want: ssrf


def chosen_network():
    ip = request.args["ip"]
    if ipaddress.ip_address(ip) not in ipaddress.ip_network(request.args["net"]):
        abort(400)
    requests.get("http://" + ip + "/", timeout=2)  # want: ssrf
