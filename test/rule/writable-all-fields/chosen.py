# All fields, and a choice of those that are not to be set.
from rest_framework import serializers
from club.models import Member


class Plain(serializers.ModelSerializer):
    class Meta:
        model = Member
        fields = "__all__"  # want: writable-all-fields
        read_only_fields = ("id", "created_at")


class Chosen(serializers.ModelSerializer):
    class Meta:
        model = Member
        fields = "__all__"  # fine: writable-all-fields
        read_only_fields = ("id", "fee_exempt", "level")


class ByKeyword(serializers.ModelSerializer):
    class Meta:
        model = Member
        fields = "__all__"  # fine: writable-all-fields
        extra_kwargs = {"level": {"read_only": True}}


class ByField(serializers.ModelSerializer):
    level = serializers.IntegerField(read_only=True)

    class Meta:
        model = Member
        fields = "__all__"  # fine: writable-all-fields
