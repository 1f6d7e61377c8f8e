from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_deny, xframe_options_exempt

X_FRAME_OPTIONS = "ALLOW-FROM https://partner.example"  # want: framing-allowed


def answer():
    r = HttpResponse("x")
    r["X-Frame-Options"] = "ALLOWALL"  # want: framing-allowed
    r["X-Frame-Options"] = "SAMEORIGIN"  # fine: framing-allowed
    r.headers["x-frame-options"] = "deny"  # fine: framing-allowed
    r.headers.setdefault("Content-Security-Policy", "default-src 'self'; frame-ancestors *")  # want: framing-allowed
    r.headers.setdefault("Content-Security-Policy", "frame-ancestors 'self' https://partner.example")  # fine: framing-allowed
    return r


@xframe_options_exempt  # want: framing-allowed
def widget(request):
    return HttpResponse("x")


@xframe_options_deny  # fine: framing-allowed
def account(request):
    return HttpResponse("x")


def gateway():
    return {"statusCode": 200, "headers": {"X-Frame-Options": "*"}}  # want: framing-allowed


HELP = {"X-Frame-Options": "keeps other sites from framing the page"}  # fine: framing-allowed
FIELDS = {"X-Frame-Options": "x_frame_options"}  # fine: framing-allowed
