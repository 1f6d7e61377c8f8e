__all__ = ["text"]


def text(value):
    return value.strip()


def int(value):
    return value.strip()
