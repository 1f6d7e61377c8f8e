def skip_line(stream):
    peek = stream.read(1)
    while peek not in (b"\r", b"\n"):  # want: endless-loop
        peek = stream.read(1)
    return peek


def to_line_end(stream):
    c = stream.read(1)
    while c != b"\n":  # want: endless-loop
        c = stream.read(1)


def skip_line_or_end(stream):
    peek = stream.read(1)
    while peek not in (b"\r", b"\n", b""):  # fine: endless-loop
        peek = stream.read(1)


def one_of(stream):
    c = stream.read(1)
    while c not in b"\r\n":  # fine: endless-loop
        c = stream.read(1)


def with_end(stream):
    c = stream.read(1)
    while c != b"\n":  # fine: endless-loop
        c = stream.read(1)
        if not c:
            raise EOFError


def until_empty(stream):
    c = stream.read(1)
    while c != b"":  # fine: endless-loop
        c = stream.read(1)


def counted(stream, lines):
    c = stream.read(1)
    while c != "\n":  # fine: endless-loop
        c = stream.read(1)
        if lines.is_over(c):
            break
