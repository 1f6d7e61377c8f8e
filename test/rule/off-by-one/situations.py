NAMES = ["a", "b"]  # fine: off-by-one
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
        return NAMES[i]  # fine: off-by-one
def e(xs):
    for i in range(len(xs)):
        print(xs[i])  # fine: off-by-one
def f(xs, k):
    if k <= len(xs):
        return xs[:k]  # fine: off-by-one
