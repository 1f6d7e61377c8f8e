# Everybody may call what deletes; a token in the request, or a permission, asks who does.
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response
from garden.models import Bed, Seat


@api_view(["DELETE"])
@permission_classes([AllowAny])
def weed(request):  # want: missing-authentication
    Bed.objects.filter(dry=True).delete()
    return Response(status=204)


@api_view(["POST"])
@permission_classes([IsAdminUser])
def clear(request):  # fine: missing-authentication
    Bed.objects.all().delete()
    return Response(status=204)


@api_view(["POST"])
@permission_classes([AllowAny])
def leave(request):  # fine: missing-authentication
    Seat.objects.filter(token=request.data["token"]).delete()
    return Response(status=204)


@api_view(["GET"])
@permission_classes([AllowAny])
def beds(request):  # fine: missing-authentication
    return Response([bed.name for bed in Bed.objects.all()])
