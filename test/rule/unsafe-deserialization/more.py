import base64
import json
import jsonpickle
import pickle
import dill
import yaml
from django.http import HttpResponse
def a(request):
    return HttpResponse(pickle.loads(base64.b64decode(request.COOKIES["s"])))  # want: unsafe-deserialization
def b(request):
    return HttpResponse(jsonpickle.decode(request.body))  # want: unsafe-deserialization
def c(request):
    return HttpResponse(yaml.load(request.body, Loader=yaml.UnsafeLoader))  # want: unsafe-deserialization
def d(request):
    return HttpResponse(dill.loads(request.body))  # want: unsafe-deserialization
def e(request):
    return HttpResponse(json.loads(request.body))  # fine: unsafe-deserialization
def f(request):
    return HttpResponse(yaml.safe_load(request.body))  # fine: unsafe-deserialization
def g(request):
    return HttpResponse(pickle.dumps(request.POST["x"]))  # fine: unsafe-deserialization
