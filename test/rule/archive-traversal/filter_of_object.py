# The filter may be set on the archive, or on the class, instead of at each call.
import io
import tarfile

from flask import request


def checked():
    archive = tarfile.open(fileobj=io.BytesIO(request.data))
    archive.extraction_filter = tarfile.data_filter
    archive.extractall("/srv/x")  # fine: archive-traversal
    archive.extractall("/srv/x", filter="fully_trusted")  # want: archive-traversal
