import ssl


def contexts(made):
    context = ssl.create_default_context()
    context.set_ciphers("ALL:!aNULL")  # fine: tls-old-version
    context.set_ciphers("HIGH:!aNULL:!RC4:!MD5")  # fine: tls-old-version
    context.set_ciphers("ECDHE+AESGCM:RC4-SHA")  # want: tls-old-version
    context.set_ciphers("eNULL:ALL")  # want: tls-old-version
    made.set_ciphers("DES-CBC3-SHA:@SECLEVEL=0")  # want: tls-old-version
    made.set_ciphers("DHE-RSA-AES256-GCM-SHA384")  # fine: tls-old-version
