import bz2
import gzip
import lzma
import zlib
from aiohttp import web
from PIL import Image
async def bunzip(request):
    return web.Response(text=str(len(bz2.decompress(await request.read()))))  # want: decompression-bomb
aio = web.Application()
aio.router.add_post("/bz", bunzip)
