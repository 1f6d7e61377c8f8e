import asyncio
from urllib.parse import quote, unquote


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
    line = await reader.readline()
    path = unquote(line.decode().split()[1])
    if path.startswith("/a"):
        writer.write(f"HTTP/1.1 301 Moved\r\nLocation: https://new.example{path}\r\n\r\n".encode())  # want: header-injection
    elif path.startswith("/b"):
        writer.write(f"HTTP/1.1 301 Moved\r\nLocation: https://new.example{quote(path)}\r\n\r\n".encode())  # fine: header-injection
    else:
        writer.write(f"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{path}".encode())  # fine: header-injection


async def main():
    await asyncio.start_server(serve, "127.0.0.1", 8080)
