from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from flask import render_template


def order(request, key):
    total = key * 2
    return render(request, "order.html", locals())  # want: whole-scope


def orders(request):
    return render(request, "orders.html", globals())  # want: whole-scope


def named(request, key):
    return render(request, "order.html", {"key": key})  # fine: whole-scope


def spread(key):
    return render_template("order.html", **locals())  # want: whole-scope


def text(key):
    return render_to_string("order.txt", context=locals())  # want: whole-scope


def later(key):
    scope = globals()
    return get_template("order.html").render(scope)  # want: whole-scope


def fields(order):
    return render_template("order.html", **vars(order))  # fine: whole-scope


def count():
    return len(locals())  # fine: whole-scope
