import zlib

MAX_COMPRESSED_SIZE = 256 * 1024


def unpack(block):
    return zlib.decompress(block)  # fine: decompression-bomb


def checked(data):
    if len(data) > MAX_COMPRESSED_SIZE:
        raise ValueError("too large")
    return zlib.decompress(data)  # fine: decompression-bomb
