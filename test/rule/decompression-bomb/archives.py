# Members of an archive that came in, with a look at what they become and without.
import io
import zipfile
from flask import Flask, abort, request
app = Flask(__name__)


@app.post("/names")
def names():
    archive = zipfile.ZipFile(io.BytesIO(request.get_data()))
    return str(len(archive.read("names.txt")))  # want: decompression-bomb


@app.post("/names2")
def names2():
    archive = zipfile.ZipFile(io.BytesIO(request.get_data()))
    if archive.getinfo("names.txt").file_size > 100_000:
        abort(413)
    return str(len(archive.read("names.txt")))  # fine: decompression-bomb
