import re
A = re.compile(r"^(a+)+$")  # want: redos
B = re.compile(r"^([a-z]|[a-y])*\.$")  # want: redos
def c(text):
    return re.match(r"(\d+,?)+;", text)  # want: redos
D = re.compile(r"^[a-z]+(-[a-z]+)*$")  # fine: redos
E = re.compile(r"^\w+(\s\w+)*$")  # fine: redos
def f(text):
    return re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", text)  # fine: redos
G = re.compile(r"(?:[\w%-]{2,63}\.)+[a-z]{2,}")  # fine: redos
