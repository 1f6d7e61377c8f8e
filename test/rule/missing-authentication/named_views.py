from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from shop.models import UserProfile
from django.views.decorators.http import require_POST


@require_POST
def delete_user(request, pk):  # want: missing-authentication
    User.objects.get(pk=pk).delete()
    return HttpResponse("gone")


@require_POST
@permission_required("auth.delete_user")
def delete_user_asked(request, pk):  # fine: missing-authentication
    User.objects.get(pk=pk).delete()
    return HttpResponse("gone")


@require_POST
def remove_profile(request, pk):  # want: missing-authentication
    UserProfile.objects.get(pk=pk).delete()
    return HttpResponse("gone")


@require_POST
def remove_own(request):  # fine: missing-authentication
    UserProfile.objects.get(owner=request.user).delete()
    return HttpResponse("gone")
