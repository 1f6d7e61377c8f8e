ALLOWED_CURRENCIES = ("EUR", "USD")
def pay(amount, currency):  # want: unasked-guard
    return {"amount": amount, "currency": currency}
