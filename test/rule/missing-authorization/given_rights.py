# Rights of somebody else, by a login alone.
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404
from django.views import View

User = get_user_model()


@login_required
def promote(request, pk):
    person = User.objects.get(pk=pk)
    person.is_staff = True  # want: missing-authorization
    person.save()
    return HttpResponse("ok")


@login_required
def change(request, pk):
    role = request.POST["role"]
    if role not in ("reader", "editor", "admin"):
        return HttpResponse(status=400)
    User.objects.filter(pk=pk).update(role=role)  # want: missing-authorization
    return HttpResponse("ok")


@user_passes_test(lambda u: u.is_superuser)
def promoted(request, pk):
    person = User.objects.get(pk=pk)
    person.is_staff = True  # fine: missing-authorization
    person.save()
    return HttpResponse("ok")


@login_required
def asked(request, pk):
    if not request.user.is_superuser:
        return HttpResponseForbidden()
    person = User.objects.get(pk=pk)
    person.is_staff = True  # fine: missing-authorization
    person.save()
    return HttpResponse("ok")


@login_required
def leave(request, pk):
    person = get_object_or_404(User, pk=pk)
    person.is_staff = False  # fine: missing-authorization
    person.save()
    return HttpResponse("ok")


@login_required
def invite(request):
    person = User(email=request.POST["email"])
    person.role = "reader"  # fine: missing-authorization
    person.save()
    return HttpResponse("ok")


class Promote(LoginRequiredMixin, View):
    def post(self, request, pk):
        person = get_object_or_404(User, pk=pk)
        person.is_superuser = True  # want: missing-authorization
        person.save()
        return HttpResponse("ok")


def command(pk):
    person = User.objects.get(pk=pk)
    person.is_staff = True  # fine: missing-authorization
    person.save()
