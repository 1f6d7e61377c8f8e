from django.forms import modelform_factory

from .models import User


def forms(model):
    modelform_factory(User, fields="__all__")  # want: writable-all-fields
    modelform_factory(User, fields=["name"])  # fine: writable-all-fields
    modelform_factory(model, fields="__all__")  # fine: writable-all-fields
