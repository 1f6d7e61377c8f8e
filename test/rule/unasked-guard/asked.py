ALLOWED_FORMATS = {"png", "jpg"}
ALLOWED_CURRENCIES = ("EUR", "USD")
def convert(path, format):  # fine: unasked-guard
    if format not in ALLOWED_FORMATS:
        raise ValueError(format)
    return path + "." + format
def pay(amount, currency):  # fine: unasked-guard
    assert_known(currency)
    return {"amount": amount, "currency": currency}
def assert_known(currency):
    if currency not in ALLOWED_CURRENCIES:
        raise ValueError(currency)
def thumb(path):  # fine: unasked-guard
    return path + ".thumb"
