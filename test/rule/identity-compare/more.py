import enum
import hashlib
MISSING = object()
class Role(enum.Enum):
    ADMIN = 1
def admin(user):
    return user.role is "admin"  # want: identity-compare
def many(n):
    if n is not 1000:  # want: identity-compare
        return n
def digest(data, want):
    return hashlib.sha256(data).hexdigest() is want  # want: identity-compare
def same_account(a, b):
    return a is b  # want: identity-compare
def owner(note, user):
    return note.owner_id is user.user_id  # want: identity-compare
def enum_member(user):
    return user.role is Role.ADMIN  # fine: identity-compare
def sentinel(value):
    return value is MISSING or value is None  # fine: identity-compare
def flag(value):
    return value is True  # fine: identity-compare
def same_object(a, b):
    return a is b  # fine: identity-compare
