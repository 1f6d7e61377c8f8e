from bases import Anybody
from guards import require_role


class AnyThings(Anybody):
    @require_role("reader")
    def get(self, request, pk):
        return show(pk)

    def post(self, request, pk):  # want: missing-authentication
        return drop(pk)
