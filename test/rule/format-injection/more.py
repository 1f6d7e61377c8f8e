from django.http import HttpResponse
from fastapi import FastAPI
app = FastAPI()
class User:
    name = "x"
def greet(request):
    return HttpResponse(request.GET["text"].format(user=User()))  # want: format-injection
@app.get("/hi")
def hi(text: str):
    return {"text": text.format(User())}  # want: format-injection
def replaced(request):
    return HttpResponse(request.GET["text"].replace("{name}", User.name))  # fine: format-injection
@app.get("/yo")
def yo(text: str):
    return {"text": "you said {}".format(text)}  # fine: format-injection
def percent(request):
    return HttpResponse("%s!" % request.GET["text"])  # fine: format-injection
