# The same in a middleware of Django.
import sqlite3

from django.http import HttpResponse


class Tenants:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tenant = request.headers.get("X-Tenant")
        request.shard = request.headers.get("X-Shard")
        if request.tenant not in {"a", "b"}:
            return HttpResponse(status=404)
        if request.shard not in {"a", "b"}:
            request.known = False
        return self.get_response(request)


def view(request):
    sqlite3.connect("x").execute(f"select * from {request.tenant}_items")
    sqlite3.connect("x").execute(f"select * from {request.shard}_items")        # want: sql-injection
    return HttpResponse("ok", content_type="text/plain")
