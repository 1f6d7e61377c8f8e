import os
import re
import uuid
from pathlib import Path
from django.http import HttpResponse
def a(request):
    name = os.path.basename(request.POST["name"])
    with open("/srv/notes/" + name, "w") as f:  # want: unsafe-file-name
        f.write(request.POST["text"])
    return HttpResponse("ok")
def b(request):
    name = Path(request.POST["name"]).name
    with open(Path("/srv/notes") / name, "wb") as f:  # want: unsafe-file-name
        f.write(request.body)
    return HttpResponse("ok")
def c(request):
    with open(os.path.join("/srv/logs", os.path.basename(request.GET["log"])), "a") as f:  # want: unsafe-file-name
        f.write("seen\n")
    return HttpResponse("ok")
def d(request):
    name = os.path.basename(request.POST["name"])
    if not name.endswith(".txt"):
        return HttpResponse(status=400)
    with open("/srv/notes/" + name, "w") as f:  # fine: unsafe-file-name
        f.write(request.POST["text"])
    return HttpResponse("ok")
def e(request):
    with open("/srv/notes/" + uuid.uuid4().hex, "w") as f:  # fine: unsafe-file-name
        f.write(request.POST["text"])
    return HttpResponse("ok")
def f(request):
    name = os.path.basename(request.GET["name"])
    with open("/srv/notes/" + name) as f:  # fine: unsafe-file-name
        return HttpResponse(f.read())
