import argparse
import getpass
import os
import click
import requests
import typer
from elasticsearch import Elasticsearch

requests.get("https://example.org", auth=("app", "Tr0ub4dor&3x"), timeout=3)  # want: hard-coded-credential
requests.get("https://example.org", auth=("app", os.environ["PW"]), timeout=3)  # fine: hard-coded-credential
Elasticsearch("https://h", basic_auth=("elastic", "Tr0ub4dor&3x"))  # want: hard-coded-credential
parser = argparse.ArgumentParser()
parser.add_argument("-p", "--password", default="Tr0ub4dor&3x")  # want: hard-coded-credential
parser.add_argument("--password-file", default="/etc/app/password")  # fine: hard-coded-credential
parser.add_argument("--host", default="Tr0ub4dor&3x")  # fine: hard-coded-credential
parser.add_argument("--token", default=os.environ.get("TOKEN"))  # fine: hard-coded-credential
AZURE = "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="  # want: hard-coded-credential
AZURE_PLACE = "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=%s"  # fine: hard-coded-credential
MAKE = "CREATE USER app IDENTIFIED BY 'Tr0ub4dor&3x'"  # want: hard-coded-credential
ALTER = "ALTER ROLE app WITH PASSWORD 'Tr0ub4dor&3x'"  # want: hard-coded-credential
MAKE_PLACE = "CREATE USER app IDENTIFIED BY '%s'"  # fine: hard-coded-credential
MAKE_BY = "CREATE USER app IDENTIFIED BY :password"  # fine: hard-coded-credential


@click.command()
@click.option("--password", default="Tr0ub4dor&3x")  # want: hard-coded-credential
@click.option("--name", default="Tr0ub4dor&3x")  # fine: hard-coded-credential
def start(password, name):
    if getpass.getpass() == "Tr0ub4dor&3x":  # want: hard-coded-credential
        return name
    return getpass.getpass() == password  # fine: hard-coded-credential


def by_typer(password: str = typer.Option("Tr0ub4dor&3x")):  # want: hard-coded-credential
    if input("Password: ") == "Tr0ub4dor&3x":  # want: hard-coded-credential
        return password
    if input("Name: ") == "Tr0ub4dor&3x":  # fine: hard-coded-credential
        return password


client = requests.Session()
client.auth = ("app", "Tr0ub4dor&3x")  # want: hard-coded-credential
client.auth = ("app", os.environ["PW"])  # fine: hard-coded-credential
INDENTED = "   CREATE USER app WITH PASSWORD 'Tr0ub4dor&3x'"  # want: hard-coded-credential

EMULATOR = ("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1"  # fine: hard-coded-credential
            "OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;")
HELP = "Grant access to the team: they log in with password 'Zx8kk2mmQ1' at first"  # fine: hard-coded-credential
private_key = "~/.ssh/id_rsa"  # fine: hard-coded-credential
