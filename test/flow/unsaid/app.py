import hashlib

import lib


def main(data, ca):
    lib.always_said(data, "sha256"), lib.always_said(data, name="sha512")
    lib.left_out(data, "sha256"), lib.left_out(data)
    lib.by_attribute(data)
    lib.by_function(data, hashlib.md5), lib.by_function_safe(data, hashlib.sha512)
    lib.fetch_said(ca)
