import logging
from jobs import work
import traceback
from django.http import HttpResponse, JsonResponse
from fastapi import FastAPI, HTTPException
app = FastAPI()
log = logging.getLogger(__name__)
def view(request):
    try:
        work()
    except Exception as e:
        return JsonResponse({"error": str(e)}, status=500)  # want: error-exposure
@app.get("/a")
def a():
    try:
        return work()
    except Exception as e:
        raise HTTPException(500, detail=repr(e))  # want: error-exposure
def page(request):
    try:
        work()
    except Exception:
        return HttpResponse(traceback.format_exc())  # want: error-exposure
def quiet(request):
    try:
        work()
    except Exception:
        log.exception("work failed")
        return JsonResponse({"error": "internal error"}, status=500)  # fine: error-exposure
@app.get("/b")
def b():
    try:
        return work()
    except KeyError:
        raise HTTPException(404, detail="not found")  # fine: error-exposure
def status(request):
    try:
        work()
    except Exception as e:
        return JsonResponse({"kind": 1 if isinstance(e, KeyError) else 2})  # fine: error-exposure
