"""Frames of a websocket connection."""
import zlib


class PerMessage:
    def __init__(self, bits=15, max_message=1 << 20):
        self.bits = bits
        self.top = max_message
        self.unpacker = zlib.decompressobj(-bits)

    def inflate(self, payload):
        return self.unpacker.decompress(payload + b"\x00\x00\xff\xff")  # want: decompression-bomb

    def inflate_all(self, parts):
        unpacker = zlib.decompressobj(-self.bits)
        return b"".join(unpacker.decompress(p) for p in parts)  # want: decompression-bomb

    def inflate_once(self, payload):
        self.unpacker = zlib.decompressobj(-self.bits)
        text = self.unpacker.decompress(payload)  # want: decompression-bomb
        return text + self.unpacker.flush()

    def inflate_some(self, payload):
        text = self.unpacker.decompress(payload, self.top)  # fine: decompression-bomb
        if self.unpacker.unconsumed_tail:
            raise ValueError("message too long")
        return text

    def inflate_counted(self, payload, limit):
        out = b""
        for i in range(0, len(payload), 64):
            out += self.unpacker.decompress(payload[i:i + 64])  # fine: decompression-bomb
            if len(out) > limit:
                raise ValueError("message too long")
        return out

    def deflate(self, payload):
        return zlib.compress(payload)  # fine: decompression-bomb
