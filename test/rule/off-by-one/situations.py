NAMES = ["a", "b"]
def a(i):
    if i <= len(NAMES):  # want: off-by-one
        return NAMES[i]
def b(xs):
    for i in range(len(xs) + 1):
        print(xs[i])  # want: off-by-one
def c(xs, k):
    n = len(xs)
    if 0 <= k <= n:  # want: off-by-one
        return xs[k]
def d(i):
    if i < len(NAMES):
        return NAMES[i]
def e(xs):
    for i in range(len(xs)):
        print(xs[i])
def f(xs, k):
    if k <= len(xs):
        return xs[:k]
