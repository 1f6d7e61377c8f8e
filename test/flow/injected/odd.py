# Odd and endless ones: only the last is found.
import os
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
class A:
    def __init__(self, b: "B" = Depends(), c: "A" = Depends()): self.b = b
class B:
    def __init__(self, a: A = Depends(), c: "B" = Depends(), d: "A" = Depends(A)): self.a = a
def f(x=Depends(), y=Depends(f), z: Annotated = Depends(), w: Annotated[int] = 3): return x
X = Annotated[X, Depends()]
Y = Annotated[Depends(), Depends]
Z = Annotated[()]
for i in range(10):
    W = Annotated[W, Depends(W)]
@app.get("/")
def r(a: A = Depends(), b: Annotated[B, Depends()] = None, x: X = 1, y: Y = Depends(), z: Z = Depends(3), w: W = 2, v: Annotated[3, Depends("x")] = None,
      u: Annotated[A, Depends(*[1])] = 1, t: Annotated[A, Depends(**{})] = 2, s=Depends(lambda q: q)):
    os.system(a.b.a.b.a)
    os.system(s)  # want: command-injection
