import os
import uuid
from django.core.validators import FileExtensionValidator
from fastapi import UploadFile
from flask import request
ALLOWED_EXTENSIONS = {"png", "php"}  # want: unrestricted-upload
check = FileExtensionValidator(["html"])  # want: unrestricted-upload
def a():
    f = request.files["f"]
    f.save(os.path.join("up", f.filename))  # want: unrestricted-upload
def b(file: UploadFile):
    with open("up/" + file.filename, "wb") as out:  # want: unrestricted-upload
        out.write(file.file.read())
GOOD_EXT_ALLOWED = {"png", "jpg"}  # fine: unrestricted-upload
fine = FileExtensionValidator(["pdf"])  # fine: unrestricted-upload
def c():
    f = request.files["f"]
    ext = os.path.splitext(f.filename)[1]
    if ext not in (".png", ".jpg"):
        raise ValueError
    f.save("up/" + uuid.uuid4().hex + ext)  # fine: unrestricted-upload
def d():
    f = request.files["f"]
    if not f.filename.endswith(".pdf"):
        raise ValueError
    f.save("up/x.pdf")  # fine: unrestricted-upload
