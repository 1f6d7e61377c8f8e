# What merely runs for a while gives nobody a right.
import time


class Meters:
    def __init__(self, clock=time.time):
        self.clock = clock
        self.pending = {}

    def start(self, run, place):
        self.pending[run] = (place, self.clock() + 300)

    def take(self, run):  # want: unended-token low
        place, _ = self.pending.pop(run)
        return place

    def place_of(self, run):  # fine: unended-token
        place, until = self.pending[run]
        if self.clock() > until:
            raise KeyError(run)
        return place
