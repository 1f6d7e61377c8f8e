import asyncio
import json

ROOMS = {"north": 12}
MOST = 1400


class Beacon(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        if len(data) < 4:
            return
        reply = json.dumps(ROOMS).encode()
        limit = max(len(data), MOST)
        if len(reply) > limit:
            reply = b"+"
        self.transport.sendto(reply, addr)  # want: udp-amplification


class Short(asyncio.DatagramProtocol):
    def datagram_received(self, data, addr):
        reply = json.dumps(ROOMS).encode()
        self.transport.sendto(reply[: min(len(data), MOST)], addr)  # fine: udp-amplification
