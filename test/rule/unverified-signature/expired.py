from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
serializer = URLSafeTimedSerializer("k")
def late(token):
    try:
        return serializer.loads(token, max_age=60), False
    except SignatureExpired:
        _, data = serializer.loads_unsafe(token)  # fine: unverified-signature
        return data, True
def forged(token):
    try:
        return serializer.loads(token, max_age=60)
    except BadSignature:
        _, data = serializer.loads_unsafe(token)  # want: unverified-signature
        return data
