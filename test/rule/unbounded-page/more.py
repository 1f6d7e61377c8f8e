from typing import Annotated
from django.http import HttpResponse
from fastapi import FastAPI, Query
from flask import Flask, request
from shop.models import Item
app = Flask(__name__)
api = FastAPI()
@app.get("/a")
def a():
    limit = int(request.args["limit"])  # want: unbounded-page
    return str(Item.query.limit(limit).all())
@app.get("/b")
def b():
    per_page = request.args.get("per_page", 20, type=int)  # want: unbounded-page
    return str(Item.query.paginate(per_page=per_page))
@api.get("/c")
def c(days: Annotated[int, Query(ge=1)]):
    return [n for n in range(days)]  # want: unbounded-page
def d(request):
    page_size = int(request.GET.get("size", 20))  # want: unbounded-page
    return HttpResponse(Item.objects.all()[:page_size])
@app.get("/e")
def e():
    limit = min(int(request.args["limit"]), 100)  # fine: unbounded-page
    return str(Item.query.limit(limit).all())
@api.get("/f")
def f(days: int = Query(10, le=100)):
    return [n for n in range(days)]  # fine: unbounded-page
@app.get("/g")
def g():
    per_page = int(request.args["per_page"])  # fine: unbounded-page
    if per_page > 100:
        return "", 400
    return str(Item.query.paginate(per_page=per_page))
