from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie
from django.contrib.auth.decorators import login_required as must_log_in
from django.http import HttpResponse
from flask import Flask
from flask_caching import Cache
from flask_login import current_user, login_required

app = Flask(__name__)
cache = Cache(app)


@app.get("/me")
@login_required
@cache.cached(timeout=60)  # want: shared-cache
def me():
    return {"name": current_user.name}


@app.get("/mine")
@cache.cached(timeout=60)  # want: shared-cache
def mine():
    return {"name": current_user.name}


@app.get("/by-user")
@login_required
@cache.cached(timeout=60, make_cache_key=lambda: current_user.id)  # fine: shared-cache
def by_user():
    return {"name": current_user.name}


@app.get("/news")
@cache.cached(timeout=60)  # fine: shared-cache
def news():
    return {"news": []}


@cache_page(60)  # want: shared-cache
def hello(request):
    return HttpResponse(f"hello {request.user.first_name}")


@vary_on_cookie
@cache_page(60)  # fine: shared-cache
def hello_each(request):
    return HttpResponse(f"hello {request.user.first_name}")
