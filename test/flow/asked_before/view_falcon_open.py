import falcon
from guards import require_role


class FalconOpen(object):
    @falcon.before(require_role)
    def on_get(self, request, pk):
        return show(pk)

    def on_post(self, request, pk):  # want: missing-authentication
        return drop(pk)
