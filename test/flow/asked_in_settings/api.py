from rest_framework.views import APIView
from guards import require_role


class RestThings(APIView):
    @require_role("reader")
    def get(self, request, pk):
        return show(pk)

    def post(self, request, pk):
        return drop(pk)
