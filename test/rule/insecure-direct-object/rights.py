# Whether the caller may have what was found is asked with the object in hand.
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from desk.models import Letter
from desk.rights import has_grant


@login_required
def read(request, pk):
    letter = get_object_or_404(Letter, pk=pk)  # fine: insecure-direct-object
    if not request.user.has_perm("letter.read", letter):
        raise PermissionDenied
    return JsonResponse(letter.as_dict())


@login_required
def move(request, pk):
    letter = get_object_or_404(Letter, pk=pk)  # fine: insecure-direct-object
    folder = letter.folder or letter.box
    if not request.user.has_perm("letter.move", folder):
        raise PermissionDenied
    return JsonResponse(letter.moved())


@login_required
def burn(request, pk):
    letter = get_object_or_404(Letter, pk=pk)  # want: insecure-direct-object
    if not request.user.has_perm("letters.burn"):
        raise PermissionDenied
    return JsonResponse(letter.burn())
