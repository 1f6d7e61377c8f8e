from django.http import HttpResponse, HttpResponseForbidden
from shop import admin


def by_host(request):
    if request.get_host() != "admin.example.org":  # fine: untrusted-decision
        return HttpResponseForbidden()
    return admin()


def by_program(request):
    if request.META.get("HTTP_USER_AGENT") != "nightly-job":  # want: untrusted-decision
        return HttpResponse("no", status=403)
    return admin()


def by_user(request):
    if request.user.username != "root":  # fine: untrusted-decision
        return HttpResponseForbidden()
    return admin()
