from django.db import transaction

from models import Coupon, Wallet


@transaction.atomic
def redeem(code, user):
    coupon = Coupon.objects.filter(code=code).first()  # want: unlocked-update
    if coupon is None or coupon.redeemed_by_id is not None:
        raise ValueError(code)
    wallet = Wallet.objects.select_for_update().get(owner=user)
    wallet.cents += coupon.cents
    wallet.save()
    coupon.redeemed_by = user
    coupon.save()


@transaction.atomic
def redeem_well(code, user):
    coupon = Coupon.objects.select_for_update().filter(code=code).first()  # fine: unlocked-update
    if coupon is None or coupon.redeemed_by_id is not None:
        raise ValueError(code)
    wallet = Wallet.objects.select_for_update().get(owner=user)
    wallet.cents += coupon.cents
    wallet.save()
    coupon.redeemed_by = user
    coupon.save()


def by_keyword(session, number, user):
    coupon = session.get(Coupon, number, with_for_update=True)  # fine: unlocked-update
    if coupon.redeemed_by is not None:
        raise ValueError(number)
    coupon.redeemed_by = user
    session.commit()
