import shutil
import tarfile
import zipfile
from fastapi import FastAPI, UploadFile
app = FastAPI()
def unpack(path):
    with tarfile.open(path) as tar:
        tar.extractall("/srv/data")  # want: archive-traversal
def each(path):
    tar = tarfile.open(path, "r:gz")
    for member in tar.getmembers():
        tar.extract(member, "/srv/data")  # want: archive-traversal
@app.post("/theme")
def theme(file: UploadFile):
    tar = tarfile.open(fileobj=file.file)
    tar.extractall("/srv/themes", members=[m for m in tar])  # want: archive-traversal
def filtered(path):
    with tarfile.open(path) as tar:
        tar.extractall("/srv/data", filter="data")  # fine: archive-traversal
def zips(path):
    with zipfile.ZipFile(path) as z:
        z.extractall("/srv/data")  # fine: archive-traversal
def packed(path):
    with tarfile.open(path, "w:gz") as tar:
        tar.add("/srv/data")  # fine: archive-traversal
def one_known(path):
    with tarfile.open(path) as tar:
        return tar.extractfile("MANIFEST").read()  # fine: archive-traversal
