class ResponseHeaders:
    """Lines of an http answer, Content-Type and the like."""

    def __init__(self):
        self._lines = []

    def add(self, name, value):
        if "\n" in value or "\r" in value:
            raise ValueError(name)
        self._lines.append((name, str(value)))  # fine: header-injection


class ColumnHeaders:
    def __init__(self):
        self._cells = []

    def add(self, name, width):
        self._cells.append((name, width))  # fine: header-injection
