# What a validate_name() gives back is the field in Django REST framework alone: WTForms and marshmallow pass it over.
import os

from flask import Flask, request
from marshmallow import Schema, ValidationError, fields, validates
from rest_framework import serializers, views
from rest_framework.response import Response

app = Flask(__name__)


class Named(Schema):
    name = fields.Str(required=True)

    @validates("name")
    def validate_name(self, value, **kwargs):
        if len(value) > 80:
            raise ValidationError("too long")


@app.post("/a")
def by_marshmallow():
    data = Named().load(request.get_json())
    return os.popen("id " + data["name"]).read()  # want: command-injection


class User(serializers.Serializer):
    name = serializers.CharField()
    word = serializers.CharField()

    def validate_name(self, value):
        if not value.isalnum():
            raise serializers.ValidationError("letters only")
        return value

    def validate_word(self, value):
        if len(value) > 80:
            raise serializers.ValidationError("too long")
        return value


class Users(views.APIView):
    def post(self, request):
        user = User(data=request.data)
        user.is_valid(raise_exception=True)
        os.system("id " + user.validated_data["name"])
        os.system("id " + user.validated_data["word"])  # want: command-injection
        return Response({})
