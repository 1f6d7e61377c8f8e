import roughly.work


def all_of(names):
    return [getattr(roughly.work, n) for n in names if n in ("remove", "remove_given", "remove_by_way",
                                                             "remove_bound", "remove_numbers")]


HANDLERS = {"a": roughly.work.remove, "b": roughly.work.remove_given, "c": roughly.work.remove_by_way,
            "d": roughly.work.remove_bound, "e": roughly.work.remove_numbers}
