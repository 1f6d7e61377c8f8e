# The owner is asked for in post() as in get(), under the decorator that is left when the login's is not repeated.
from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator
from django.views import View
from desk.rights import shelf_owner_required


class Clear(View):
    @method_decorator(login_required)
    @method_decorator(shelf_owner_required)
    def get(self, request, shelf):
        return self.ask(shelf)

    @method_decorator(shelf_owner_required)
    def post(self, request, shelf):  # fine: missing-authentication
        return self.clear(shelf)


class Fill(View):
    @method_decorator(login_required)
    def get(self, request, shelf):
        return self.ask(shelf)

    def post(self, request, shelf):  # want: missing-authentication
        return self.fill(shelf, request.POST["what"])
