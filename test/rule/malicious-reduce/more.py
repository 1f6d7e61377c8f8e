import os
import pickle
import subprocess
class Run:
    def __reduce__(self):
        return (os.system, ("id",))  # want: malicious-reduce
class Spawn:
    def __reduce__(self):
        return subprocess.Popen, (["id"],)  # want: malicious-reduce
class Ex:
    def __reduce_ex__(self, protocol):
        return (eval, ("1 + 1",))  # want: malicious-reduce
class Point:
    def __init__(self, x):
        self.x = x
    def __reduce__(self):
        return (Point, (self.x,))  # fine: malicious-reduce
class State:
    def __getstate__(self):
        return {"x": 1}  # fine: malicious-reduce
class Copy:
    def __reduce__(self):
        return (self.__class__, ())  # fine: malicious-reduce
