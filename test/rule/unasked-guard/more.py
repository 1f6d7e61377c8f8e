ALLOWED_FORMATS = {"png", "jpg"}
def convert(path, format):  # want: unasked-guard
    return path + "." + format
