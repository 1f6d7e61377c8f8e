from typing import Annotated

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.views import View
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select

from clinic.auth import Patient, current_user, require_admin
from clinic.db import open_session
from clinic.models import Letter

router = APIRouter()


@router.get("/letters/{number}")
async def letter(number: int, who: Annotated[Patient, Depends(current_user)], session=Depends(open_session)):
    return await session.get(Letter, number)  # want: insecure-direct-object


@router.get("/letters/{number}/text")
async def text(number: int, who: Annotated[Patient, Depends(current_user)], session=Depends(open_session)):
    found = await session.scalar(select(Letter).where(Letter.id == number))  # want: insecure-direct-object
    return found.text


@router.get("/letters/{number}/own")
async def own(number: int, who: Annotated[Patient, Depends(current_user)], session=Depends(open_session)):
    found = await session.scalar(
        select(Letter).where(Letter.id == number).where(Letter.owner_id == who.id))  # fine: insecure-direct-object
    if found is None:
        raise HTTPException(404)
    return found.text


@router.get("/letters/{number}/any")
async def any_letter(number: int, who=Depends(require_admin), session=Depends(open_session)):
    return await session.get(Letter, number)  # fine: insecure-direct-object


class Show(LoginRequiredMixin, View):
    def get(self, request, pk):
        return get_object_or_404(Letter, pk=pk).text  # want: insecure-direct-object


class ShowOwn(LoginRequiredMixin, View):
    def get_queryset(self):
        return Letter.objects.filter(owner=self.request.user)

    def get(self, request, pk):
        return get_object_or_404(self.get_queryset(), pk=pk).text  # fine: insecure-direct-object
