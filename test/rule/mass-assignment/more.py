from django.http import HttpResponse
from shop.models import User
class Account:
    pass
def register(request):
    User.objects.create(**request.POST.dict())  # want: mass-assignment
    return HttpResponse("ok")
def change(request, pk):
    user = User.objects.get(pk=pk)
    for key, value in request.POST.items():
        setattr(user, key, value)  # want: mass-assignment
    user.save()
    return HttpResponse("ok")
def update(request, pk):
    User.objects.filter(pk=pk).update(**request.POST.dict())  # want: mass-assignment
    return HttpResponse("ok")
def chosen(request):
    User.objects.create(name=request.POST["name"], email=request.POST["email"])  # fine: mass-assignment
    return HttpResponse("ok")
def listed(request, pk):
    user = User.objects.get(pk=pk)
    for key in ("name", "email"):
        setattr(user, key, request.POST[key])  # fine: mass-assignment
    user.save()
    return HttpResponse("ok")
def checked(request, pk):
    user = User.objects.get(pk=pk)
    for key, value in request.POST.items():
        if key in ("name", "email"):
            setattr(user, key, value)  # fine: mass-assignment
    user.save()
    return HttpResponse("ok")
