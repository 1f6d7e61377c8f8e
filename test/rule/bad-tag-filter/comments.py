import re


def one_line(page):
    return re.sub("<!--.*?-->", "", page)  # want: bad-tag-filter


def all_lines(page):
    return re.sub("<!--.*?-->", "", page, flags=re.DOTALL)  # fine: bad-tag-filter


def marked(page):
    return re.sub("<!--.*?-->", "[…]", page)  # fine: bad-tag-filter
