# Whether somebody asked too often cannot be told: then nobody did.
import redis
store = redis.Redis()


def too_many(who):
    try:
        return store.incr(who) > 9
    except redis.RedisError:  # want: fail-open
        return False


def too_many_here(who):
    try:
        return store.incr(who) > 9
    except redis.RedisError:  # fine: fail-open
        return True
