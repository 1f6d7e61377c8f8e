from django.http import HttpResponse

SESSION_COOKIE_SAMESITE = "None"  # want: csrf-off
CSRF_COOKIE_SAMESITE = "Lax"  # fine: csrf-off


def sign_in(request):
    answer = HttpResponse("in")
    answer.set_cookie("session", "v", secure=True, httponly=True, samesite="None")  # want: csrf-off
    answer.set_cookie("session", "v", secure=True, httponly=True, samesite="Strict")  # fine: csrf-off
    answer.set_cookie("session", "v", secure=True, httponly=True)  # fine: csrf-off
    return answer


def configure(app):
    app.config.update(SESSION_COOKIE_SAMESITE="None")  # want: csrf-off
    app.config.update(SESSION_COOKIE_SAMESITE="Lax")  # fine: csrf-off
