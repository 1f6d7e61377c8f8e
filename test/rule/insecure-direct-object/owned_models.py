import logging

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.views.generic import DetailView, UpdateView
from flask import Blueprint, abort, g
from flask_login import current_user, login_required
from rest_framework import viewsets
from rest_framework.permissions import IsAuthenticated

from shop.db import get_db, session

bp = Blueprint("notes", __name__)
log = logging.getLogger("notes")


class Customer(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)


class Country(models.Model):
    name = models.CharField(max_length=40)


class EditOrder(LoginRequiredMixin, UpdateView):  # want: insecure-direct-object
    model = Order
    fields = ["note"]


class ShowCountry(LoginRequiredMixin, DetailView):  # fine: insecure-direct-object
    model = Country


class OwnOrder(LoginRequiredMixin, DetailView):  # fine: insecure-direct-object
    model = Order

    def get_queryset(self):
        return Order.objects.filter(customer__user=self.request.user)


class Orders(viewsets.ModelViewSet):  # want: insecure-direct-object
    queryset = Order.objects.all()
    permission_classes = [IsAuthenticated]


class HalfOrders(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        found = Order.objects.all()
        if self.action == "list":
            found = found.filter(customer__user=self.request.user)
        return found  # want: insecure-direct-object


class AllOrders(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        if self.request.user.is_staff:
            return Order.objects.all()
        return Order.objects.filter(customer__user=self.request.user)  # fine: insecure-direct-object


@bp.get("/notes/<int:key>")
@login_required
def note(key):
    return dict(get_db().execute("SELECT body FROM note WHERE id = ?", (key,)).fetchone())  # want: insecure-direct-object


@bp.get("/mine/<int:key>")
@login_required
def mine(key):
    row = get_db().execute("SELECT body FROM note WHERE id = ? AND owner = ?", (key, g.user["id"]))  # fine: insecure-direct-object
    return dict(row.fetchone())


def load(key):
    found = session.get(Order, key)  # want: insecure-direct-object
    foreign = found.owner_id != current_user.id
    if foreign:
        log.warning("%s wanted %s", current_user.id, key)
    return found


def load_own(key):
    found = session.get(Order, key)  # fine: insecure-direct-object
    if found.owner_id != current_user.id:
        log.warning("%s wanted %s", current_user.id, key)
        abort(404)
    return found
