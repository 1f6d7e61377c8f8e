import bz2
import gzip
import lzma
import zlib
from django.http import HttpResponse
from fastapi import FastAPI, UploadFile
from PIL import Image
app = FastAPI()
LIMIT = 1_000_000
def inflate(request):
    return HttpResponse(len(gzip.decompress(request.body)))  # want: decompression-bomb
@app.post("/xz")
async def xz(file: UploadFile):
    return len(lzma.decompress(await file.read()))  # want: decompression-bomb
Image.MAX_IMAGE_PIXELS = None  # want: decompression-bomb
def limited(request):
    d = zlib.decompressobj()
    return HttpResponse(d.decompress(request.body, LIMIT))  # fine: decompression-bomb
def own_file():
    with open("/srv/data.z", "rb") as f:
        return zlib.decompress(f.read())  # fine: decompression-bomb
def packed(request):
    return HttpResponse(zlib.compress(request.body))  # fine: decompression-bomb
