import string


OWN = {"names": "{count} times {name}"}


class Broken(Exception):
    pass


class Letters:
    def __init__(self, store):
        self.store = store

    def write(self, order, customer):
        pattern = self.store.pattern_of("order")
        try:
            return pattern.format(order=order, customer=customer)  # want: format-injection
        except (KeyError, AttributeError) as e:
            raise Broken(str(e)) from e

    def write_map(self, order):
        pattern = self.store.pattern_of("map")
        values = {"order": order, "today": "now"}
        try:
            return pattern.format_map(values)  # want: format-injection
        except (KeyError, ValueError, IndexError):
            return ""

    def write_each(self, order, customer):
        pattern = self.store.pattern_of("each")
        try:
            text = pattern.format(order, customer=customer)  # want: format-injection
        except KeyError:
            return ""
        except (ValueError, IndexError) as e:
            raise Broken(str(e)) from e
        return text

    def write_names(self, name, count):
        pattern = OWN["names"]
        try:
            return pattern.format(name=name, count=count)  # fine: format-injection
        except (KeyError, ValueError):
            return ""

    def write_own(self, order):
        try:
            return "{0.title}: {0.total}".format(order)  # fine: format-injection
        except (KeyError, AttributeError):
            return ""

    def write_safe(self, order):
        pattern = self.store.pattern_of("safe")
        try:
            return string.Template(pattern).substitute(title=order.title)  # fine: format-injection
        except (KeyError, ValueError):
            return ""
