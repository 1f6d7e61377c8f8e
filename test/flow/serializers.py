# What Django REST framework hands to the methods of serializers, fields, filters; filters of django-filter.
import django_filters
from django.contrib.auth.models import User
from django.db import connection
from rest_framework import filters, permissions, serializers


class Search(serializers.ModelSerializer):
    q = serializers.CharField()
    n = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["a", "b"])

    def validate_q(self, value):
        connection.cursor().execute("select '" + value + "'")           # want: sql-injection
        return value

    def validate_n(self, value):
        connection.cursor().execute("select %d" % value)
        return value

    def validate(self, attrs):
        connection.cursor().execute("select '" + attrs["q"] + "'")      # want: sql-injection
        connection.cursor().execute("select '" + attrs["kind"] + "'")
        return attrs

    def create(self, validated_data):
        connection.cursor().execute("select " + validated_data["q"])    # want: sql-injection
        connection.cursor().execute("select " + str(validated_data["n"]))
        return User.objects.create(**validated_data)

    def update(self, instance, validated_data):
        connection.cursor().execute("select " + validated_data["q"])    # want: sql-injection
        for name, value in validated_data.items():
            setattr(instance, name, value)
        return instance


class ByOwner(filters.BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        return queryset.extra(where=["a = " + request.query_params["q"]])       # want: sql-injection


class BySize(filters.BaseFilterBackend):
    def filter_queryset(self, request, queryset, view):
        return queryset.extra(where=["a = %s"], params=[request.query_params["q"]])


class Owns(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        connection.cursor().execute("select " + request.data["q"])      # want: sql-injection
        return obj.owner == request.user


class Found(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_q")
    n = django_filters.NumberFilter(method="by_n")
    r = django_filters.CharFilter(method="by_r")

    def by_q(self, queryset, name, value):
        return queryset.extra(where=["a = " + value])       # want: sql-injection

    def by_n(self, queryset, name, value):
        return queryset.extra(where=["a = %d" % value])

    def by_r(self, queryset, name, value):
        return queryset.filter(a=value)
