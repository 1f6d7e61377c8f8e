import asyncio
import queue


class Feed:
    def __init__(self):
        self.readers = []

    def join(self):
        mine = asyncio.Queue()  # want: unbounded-size
        self.readers.append(mine)
        return mine

    def join_bounded(self):
        mine = asyncio.Queue(64)  # fine: unbounded-size
        self.readers.append(mine)
        return mine

    def tell(self, event):
        for reader in self.readers:
            try:
                reader.put_nowait(event)
            except asyncio.QueueFull:
                self.readers.remove(reader)


def thread_queue(n):
    return queue.Queue(maxsize=n)  # fine: unbounded-size
