# Only its end is asked of one's own token, and nobody takes what it says.
import jwt


def is_fresh(settings):
    try:
        jwt.decode(settings.token, options={"verify_signature": False, "verify_exp": True})  # want: jwt-no-verify
    except jwt.ExpiredSignatureError:
        return False
    return True


def caller(token):
    return jwt.decode(token, options={"verify_signature": False, "verify_exp": True})["sub"]  # want: jwt-no-verify high
