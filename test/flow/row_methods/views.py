# What a model's class defines, asked of a row that came from the database.
from django.http import HttpResponse
from .models import Ticket, Visit


def one(request, pk):
    ticket = Ticket.objects.get(pk=pk, owner=request.user)
    return HttpResponse(ticket.as_markup())  # want: xss


def first(request):
    return HttpResponse(Visit.objects.filter(owner=request.user).first().as_markup())  # want: xss


def each(request):
    return HttpResponse("".join(t.as_markup() for t in Ticket.objects.filter(owner=request.user)))  # want: xss


def property_of_own_manager(request):
    return HttpResponse(Ticket.objects.lately().first().label)  # want: xss


def column_of_own_manager(request):
    return HttpResponse("<i>" + Ticket.objects.filter(owner=request.user).first().title)  # want: xss


def numbers(request):
    ticket = Ticket.objects.filter(owner=request.user).first()
    return HttpResponse(ticket.seats())
