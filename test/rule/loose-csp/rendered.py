from django.shortcuts import render


def page(request):
    response = render(request, "page.html")
    response["Content-Security-Policy"] = "script-src *"  # want: loose-csp
    return response


def other(request):
    response = render(request, "other.html")
    response["Content-Security-Policy"] = "script-src 'self'"  # fine: loose-csp
    return response
