# Which fields a filter is about is said by its keys: what lies under them, however deep, names none.
from collections import defaultdict

from django.db.models import Q
from django.views.generic import ListView


class Listed(ListView):
    filter_fields = ("state", "kind")

    def by_fields(self, rows):
        for key in self.request.GET:
            wanted = defaultdict(list)
            for value in self.request.GET.getlist(key):
                if key in self.filter_fields and value:
                    wanted[key].append(value)
            some = Q()
            for name, values in wanted.items():
                some |= Q(**{f"{name}__in": values})
            rows = rows.filter(some)
        return rows

    def by_default(self, rows):
        wanted = {}
        for key in self.request.GET:
            if key in self.filter_fields:
                wanted.setdefault(key, []).append(self.request.GET[key])
        for name, values in wanted.items():
            rows = rows.filter(Q(**{name: values}))
        return rows

    def by_any(self, rows):
        wanted = defaultdict(list)
        for key in self.request.GET:
            wanted[key].append(self.request.GET[key])
        for name, values in wanted.items():
            rows = rows.filter(Q(**{name: values}))  # want: nosql-injection
        return rows

    def by_copy(self, rows):
        wanted = {}
        for key, value in self.request.GET.items():
            wanted[key] = value
        return rows.filter(Q(**wanted))  # want: nosql-injection


def of_the_callers(request, name):
    return Q(**{name: request.GET["value"]})


def of_the_client(request):
    name = request.GET["name"]
    return Q(**{name: 1})  # want: nosql-injection
