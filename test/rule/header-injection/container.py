class ResponseHeaders:
    """Lines of an http answer, Content-Type and the like."""

    def __init__(self):
        self._lines = []
        self._map = {}

    def add(self, name, value):
        self._lines.append((name, str(value)))  # want: header-injection

    def __setitem__(self, name, value):
        self._map[name.lower()] = value  # want: header-injection

    def get(self, name):
        return self._map.get(name.lower())
