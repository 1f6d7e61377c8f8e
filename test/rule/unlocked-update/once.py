import json

from django.db.models import F
from redis.asyncio import Redis

from models import Voucher, Wallet

redis = Redis()


async def consume(token):
    key = f"magic:{token}"
    value = await redis.get(key)  # want: unlocked-update
    if value is None:
        raise ValueError("link is not valid any more")
    await redis.delete(key)
    return json.loads(value)["email"]


async def consume_at_once(token):
    value = await redis.getdel(f"magic:{token}")
    if value is None:
        raise ValueError("link is not valid any more")
    return json.loads(value)["email"]


async def consume_by_answer(token):
    key = f"magic:{token}"
    value = await redis.get(key)  # fine: unlocked-update
    if not await redis.delete(key):
        raise ValueError("link is not valid any more")
    return json.loads(value)["email"]


async def forget(user):
    key = f"basket:{user}"
    items = await redis.get(key)  # fine: unlocked-update
    await redis.delete(key)
    return items


def redeem(user, code):
    voucher = Voucher.objects.get(code=code)  # want: unlocked-update
    if voucher.redeemed_by_id is not None:
        raise ValueError(code)
    voucher.redeemed_by = user
    voucher.save()
    Wallet.objects.filter(user=user).update(balance=F("balance") + voucher.value)
