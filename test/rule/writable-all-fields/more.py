from django.forms import ModelForm
from rest_framework import serializers
from marshmallow_sqlalchemy import SQLAlchemyAutoSchema
from shop.models import User, Item
class UserForm(ModelForm):
    class Meta:
        model = User
        fields = "__all__"  # want: writable-all-fields
class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = "__all__"  # want: writable-all-fields
class ItemForm(ModelForm):
    class Meta:
        model = Item
        exclude = []  # want: writable-all-fields
class SmallForm(ModelForm):
    class Meta:
        model = User
        fields = ["name", "email"]  # fine: writable-all-fields
class SmallSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ("name",)  # fine: writable-all-fields
class Report:
    fields = "__all__"  # fine: writable-all-fields
