from urllib.parse import urlparse
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
def a(request):
    return HttpResponseRedirect(request.GET["next"])  # want: open-redirect
def b(request):
    return redirect(request.POST.get("next"))  # want: open-redirect
def c(request):
    nxt = request.GET["next"]
    if nxt.startswith("https://example.com"):
        return redirect(nxt)  # want: open-redirect
    return redirect("/")
def d(request):
    nxt = request.GET["next"]
    if url_has_allowed_host_and_scheme(nxt, {"example.com"}):
        return redirect(nxt)  # fine: open-redirect
    return redirect("/")
def e(request):
    return redirect("/page/" + str(int(request.GET["n"])))  # fine: open-redirect
def f(request):
    nxt = request.GET["next"]
    if urlparse(nxt).netloc not in ("example.com",) or urlparse(nxt).scheme != "https":
        return redirect("/")
    return redirect(nxt)  # fine: open-redirect
