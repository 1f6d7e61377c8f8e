from django.contrib.auth.hashers import check_password
from django.http import HttpResponseForbidden, HttpResponseRedirect

from models import Member


def sign_in(request):
    member = Member.objects.get(email=request.POST["email"])
    if not check_password(request.POST["password"], member.password):
        return HttpResponseForbidden()
    request.session["member_id"] = member.pk  # want: session-fixation
    return HttpResponseRedirect("/")


def sign_in_anew(request):
    member = Member.objects.get(email=request.POST["email"])
    if not check_password(request.POST["password"], member.password):
        return HttpResponseForbidden()
    request.session.cycle_key()
    request.session["member_id"] = member.pk  # fine: session-fixation
    return HttpResponseRedirect("/")


def sign_out(request):
    request.session["member_id"] = None  # fine: session-fixation
    return HttpResponseRedirect("/")
