# Uploads handed to a storage of Django's.
import uuid

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpResponse, HttpResponseBadRequest


def up(request):
    f = request.FILES["photo"]
    default_storage.save("photos/" + f.name, f)             # want: unrestricted-upload
    return HttpResponse("ok")


def up_static(request):
    f = request.FILES["photo"]
    FileSystemStorage(location="/srv/www/static").save(f.name, f)       # want: unrestricted-upload
    return HttpResponse("ok")


def up_checked(request):
    f = request.FILES["photo"]
    extension = f.name.rsplit(".", 1)[-1].lower()
    if extension not in ("png", "jpg"):
        return HttpResponseBadRequest()
    default_storage.save(f"photos/{uuid.uuid4().hex}.{extension}", f)
    return HttpResponse("ok")


def up_fixed(request):
    f = request.FILES["photo"]
    if f.content_type != "image/png":
        return HttpResponseBadRequest()
    default_storage.save(f"photos/{uuid.uuid4().hex}.png", f)
    return HttpResponse("ok")
