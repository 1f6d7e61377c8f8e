import gzip
import zlib


def jwe_plaintext(token, data):
    if token.header.get("zip") == "DEF":
        return zlib.decompress(data, -zlib.MAX_WBITS)  # want: decompression-bomb
    return data


def body(response):
    if response.headers.get("Content-Encoding") == "gzip":
        return gzip.decompress(response.body)  # want: decompression-bomb
    return response.body


def limited(response, max_size):
    if len(response.body) > max_size:
        raise ValueError("too large")
    return gzip.decompress(response.body)  # fine: decompression-bomb


def piece(data):
    inflater = zlib.decompressobj()
    return inflater.decompress(data, 100_000)  # fine: decompression-bomb


def own():
    return zlib.decompress(b"x\x9cK\x04\x00\x00b\x00b")  # fine: decompression-bomb
