from bases import Permitted
from guards import require_role


class RestThings(Permitted):
    @require_role("reader")
    def get(self, request, pk):
        return show(pk)

    def post(self, request, pk):
        return drop(pk)
