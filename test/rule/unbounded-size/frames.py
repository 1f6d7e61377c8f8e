import asyncio
import struct
class TooLong(Exception):
    pass
async def frame(reader: asyncio.StreamReader, most=None):
    (n,) = struct.unpack("!I", await reader.readexactly(4))
    if most is not None and n > most:
        raise TooLong(n)
    return await reader.readexactly(n)  # fine: unbounded-size
async def loose_frame(reader: asyncio.StreamReader, most=None):
    (n,) = struct.unpack("!I", await reader.readexactly(4))
    if most is not None and n > most:
        print("a long one")
    return await reader.readexactly(n)  # want: unbounded-size
