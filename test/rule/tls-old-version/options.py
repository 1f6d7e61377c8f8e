import ssl


def weak():
    context = ssl.create_default_context()
    context.set_ciphers("ALL:@SECLEVEL=0")  # want: tls-old-version
    context.options &= ~ssl.OP_NO_TLSv1  # want: tls-old-version
    return context


def strong():
    context = ssl.create_default_context()
    context.set_ciphers("ECDHE+AESGCM:!aNULL:!MD5")  # fine: tls-old-version
    context.options |= ssl.OP_NO_TLSv1  # fine: tls-old-version
    return context
