# A refusal that is made and not returned; a role asked by a dependency beside a login.
from django.http import HttpResponseNotFound, JsonResponse
from fastapi import APIRouter, Depends, Security
from .models import Letter
from .people import current_user, with_admin_scope
from .store import jobs
router = APIRouter()


def drop_letter(request, number):
    letter = Letter.objects.get(pk=number)
    if letter.writer != request.user:
        HttpResponseNotFound()  # want: missing-authorization
    letter.delete()
    return JsonResponse({})


def drop_letter_well(request, number):
    letter = Letter.objects.get(pk=number)
    if letter.writer != request.user:
        return HttpResponseNotFound()  # fine: missing-authorization
    letter.delete()
    return JsonResponse({})


@router.get("/jobs")
def listed(user=Security(with_admin_scope)):
    return jobs.all()


@router.delete("/jobs/{name}")  # want: missing-authorization
def stop(name: str, user=Depends(current_user)):
    jobs.stop(name)


@router.patch("/jobs/{name}")  # fine: missing-authorization
def pause(name: str, user=Security(with_admin_scope)):
    jobs.pause(name)
