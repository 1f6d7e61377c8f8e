from django.http import HttpResponse
from fastapi import FastAPI, Response
app = FastAPI()
def theme(request):
    reply = HttpResponse("ok")
    reply.set_cookie("theme", request.GET["theme"])  # want: cookie-injection
    return reply
@app.get("/lang")
def lang(value: str, response: Response):
    response.set_cookie("lang", value)  # want: cookie-injection
    return {}
def known(request):
    reply = HttpResponse("ok")
    theme = "dark" if request.GET["theme"] == "dark" else "light"
    reply.set_cookie("theme", theme)  # fine: cookie-injection
    return reply
def counted(request):
    reply = HttpResponse("ok")
    reply.set_cookie("n", str(int(request.GET["n"])))  # fine: cookie-injection
    return reply
@app.get("/seen")
def seen(response: Response):
    response.set_cookie("seen", "1")  # fine: cookie-injection
    return {}
