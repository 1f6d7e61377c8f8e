# Another thing of that name.
class Bottle:
    def __init__(self, size):
        self.size = size


def redirect(url):
    return len(url)
