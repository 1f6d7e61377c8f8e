MAX_ITEMS = 1000

def make_grid(width, height):
    if width <= 0 or height <= 0:
        raise ValueError("bad size")
    if width > MAX_ITEMS or height > MAX_ITEMS:
        raise ValueError("more than allowed")
    return [[0] * width for _ in range(height)]
