import threading
import multiprocessing
import asyncio
lock = threading.Lock()
sem = threading.Semaphore(3)
def a(items):
    lock.acquire()  # want: lock-not-released
    items.pop()
    lock.release()
def b(work):
    sem.acquire()  # want: lock-not-released
    work()
    sem.release()
class Queue:
    def __init__(self):
        self.lock = multiprocessing.RLock()
    def put(self, x):
        self.lock.acquire()  # want: lock-not-released
        self.items.append(x)
        self.lock.release()
def c(items):
    with lock:  # fine: lock-not-released
        items.pop()
def d(items):
    lock.acquire()  # fine: lock-not-released
    try:
        items.pop()
    finally:
        lock.release()
def e(items):
    if lock.acquire(timeout=1):  # fine: lock-not-released
        try:
            items.pop()
        finally:
            lock.release()
