import os
from multiprocessing.connection import Listener

ADDRESS = ("10.0.0.5", 6100)


def open_to_all():
    with Listener(ADDRESS, backlog=8) as listener, listener.accept() as connection:
        return connection.recv()  # want: unsafe-deserialization


def keyed():
    with Listener(ADDRESS, authkey=os.environ["JOBS_KEY"].encode()) as listener:
        with listener.accept() as connection:
            return connection.recv()  # fine: unsafe-deserialization
