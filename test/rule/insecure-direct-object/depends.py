from fastapi import APIRouter, Depends, HTTPException
from rest_framework import permissions, viewsets

from shop.auth import current_user
from shop.models import Letter, Order, session

router = APIRouter()


@router.get("/orders/{number}")
def show(number: int, user=Depends(current_user), db=Depends(session)):
    return db.get(Order, number)  # want: insecure-direct-object


@router.get("/own-orders/{number}")
def show_own(number: int, user=Depends(current_user), db=Depends(session)):
    order = db.get(Order, number)  # fine: insecure-direct-object
    if order is None or order.owner_id != user.id:
        raise HTTPException(404)
    return order


class Everybodys(viewsets.ModelViewSet):
    permission_classes = [permissions.IsAuthenticated]

    def get_queryset(self):
        return Letter.objects.order_by("-id")  # want: insecure-direct-object

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)


class Own(viewsets.ModelViewSet):
    permission_classes = [permissions.IsAuthenticated]

    def get_queryset(self):
        return Letter.objects.filter(owner=self.request.user)  # fine: insecure-direct-object

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)
