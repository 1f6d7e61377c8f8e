from django.shortcuts import render


def page(request):
    response = render(request, "page.html")
    response["X-Frame-Options"] = "ALLOWALL"  # want: framing-allowed
    return response


def other(request):
    response = render(request, "other.html")
    response["X-Frame-Options"] = "DENY"  # fine: framing-allowed
    return response
