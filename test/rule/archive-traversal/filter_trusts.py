# This one keeps nothing back.
import io
import tarfile

from flask import request

tarfile.TarFile.extraction_filter = staticmethod(tarfile.fully_trusted_filter)


def unchecked():
    tarfile.open(fileobj=io.BytesIO(request.data)).extractall("/srv/x")  # want: archive-traversal
