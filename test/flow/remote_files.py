# A whole path on the machine of an account leaves no folder; a part of one that begins in a folder does.
import paramiko
from fastapi import FastAPI

app = FastAPI()


def connected():
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    client.connect("files.example.org")
    return client.open_sftp()


@app.delete("/remote/delete")
def delete(path: str):
    connected().remove(path)  # fine: path-traversal


@app.get("/remote/show")
def show(name: str):
    with connected().open("/srv/shared/" + name) as shared:  # want: path-traversal
        return shared.read()


@app.get("/here/show")
def here(path: str):
    with open(path) as own:  # want: path-traversal
        return own.read()
