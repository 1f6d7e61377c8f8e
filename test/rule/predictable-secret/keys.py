import random
import secrets
import uuid


def answer():
    return {"reset_token": random.random(), "page": random.random()}  # want: predictable-secret


def drawn():
    return {"reset_token": secrets.token_hex(16), "page": random.random()}  # fine: predictable-secret


API_KEYS = ["first", "second"]


def map_of(place):
    return f"https://example.org/map?place={place}&key={random.choice(API_KEYS)}"  # fine: predictable-secret


def kept(tenant):
    cache_key = uuid.uuid5(uuid.NAMESPACE_DNS, tenant)  # fine: predictable-secret
    session_id = uuid.uuid5(uuid.NAMESPACE_DNS, tenant)  # want: predictable-secret
    return cache_key, session_id
