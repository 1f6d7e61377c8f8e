from bases import Decorated
from guards import require_role


class DecoratedThings(Decorated):
    @require_role("reader")
    def get(self, request, pk):
        return {"shown": 1}

    def post(self, request, pk):
        return {"gone": 1}
