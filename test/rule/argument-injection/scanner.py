import ipaddress

import git
import nmap
from flask import request


def options():
    nmap.PortScanner().scan("10.0.0.1", arguments="-sV " + request.args["o"])  # want: argument-injection


def hosts():
    nmap.PortScanner().scan(request.args["h"], arguments="-sV")  # want: argument-injection


def address():
    nmap.PortScanner().scan(str(ipaddress.ip_address(request.args["h"])), arguments="-sV")  # fine: argument-injection


def clone():
    git.Repo.clone_from("https://host/x.git", "x", multi_options=[request.args["o"]])  # want: argument-injection


def shallow():
    git.Repo.clone_from("https://host/x.git", "x", multi_options=["--depth=1"])  # fine: argument-injection
