# A permission class of the program's own is asked before the method runs; IsAuthenticated alone asks for no object.
from django.shortcuts import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

from projects.models import Project
from projects.permissions import IsProjectAdmin, IsProjectMember


class Catalog(APIView):
    permission_classes = [IsAuthenticated & IsProjectAdmin]

    def get(self, request, *args, **kwargs):
        return get_object_or_404(Project, pk=self.kwargs["project_id"])


class Labels(APIView):
    permission_classes = [IsAuthenticated, IsProjectMember]

    def get(self, request, *args, **kwargs):
        return get_object_or_404(Project, pk=self.kwargs["project_id"])


class Progress(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, *args, **kwargs):
        return get_object_or_404(Project, pk=self.kwargs["project_id"])  # want: insecure-direct-object
