from django.db import transaction
from django.db.models import F
from models import Account, Ticket, session
def a(pk, n):
    acc = Account.objects.get(pk=pk)  # want: unlocked-update
    if acc.balance < n:
        raise ValueError
    acc.balance -= n
    acc.save()
def b(code):
    t = Ticket.objects.get(code=code)  # want: unlocked-update
    if t.used:
        raise ValueError
    t.used = True
    t.save()
def c(pk, n):
    acc = session.get(Account, pk)  # want: unlocked-update
    if acc.balance < n:
        raise ValueError
    acc.balance -= n
    session.commit()
@transaction.atomic
def d(pk, n):
    acc = Account.objects.select_for_update().get(pk=pk)
    if acc.balance < n:
        raise ValueError
    acc.balance -= n
    acc.save()  # fine: unlocked-update
def e(pk, n):
    Account.objects.filter(pk=pk, balance__gte=n).update(balance=F("balance") - n)  # fine: unlocked-update
def f(pk, name):
    acc = Account.objects.get(pk=pk)
    acc.name = name
    acc.save()  # fine: unlocked-update
