import ssl


def neither():
    ctx = ssl.create_default_context()
    ctx.check_hostname = False  # fine: tls-no-hostname
    ctx.verify_mode = ssl.CERT_NONE  # want: tls-no-verify
    return ctx


def name_alone():
    ctx = ssl.create_default_context()
    ctx.check_hostname = False  # want: tls-no-hostname
    return ctx


def of_others(first, second):
    first.check_hostname = False
    second = ssl.create_default_context()
    second.check_hostname = False  # want: tls-no-hostname
    third = ssl.create_default_context()
    third.verify_mode = ssl.CERT_NONE  # want: tls-no-verify
    return first, second, third
