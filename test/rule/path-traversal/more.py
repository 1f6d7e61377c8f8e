import os
import pathlib
import shutil
from django.http import FileResponse, HttpResponse
ROOT = pathlib.Path("/srv/files").resolve()
def a(request):
    return FileResponse(open("/srv/files/" + request.GET["f"], "rb"))  # want: path-traversal
def b(request):
    return HttpResponse((ROOT / request.GET["f"]).read_text())  # want: path-traversal
def c(request):
    shutil.rmtree(os.path.join("/srv/files", request.POST["dir"]))  # want: path-traversal
    return HttpResponse("ok")
def d(request):
    name = os.path.basename(request.GET["f"])
    return FileResponse(open("/srv/files/" + name, "rb"))  # fine: path-traversal
def e(request):
    path = (ROOT / request.GET["f"]).resolve()
    if not path.is_relative_to(ROOT):
        return HttpResponse(status=404)
    return HttpResponse(path.read_text())  # fine: path-traversal
def f(request):
    return FileResponse(open("/srv/files/%d.pdf" % int(request.GET["n"]), "rb"))  # fine: path-traversal
