import re
A = re.compile(r"^(a+)+$")  # want: redos
B = re.compile(r"^([a-z]|[a-y])*\.$")  # want: redos
def c(text):
    return re.match(r"(\d+,?)+;", text)  # want: redos
D = re.compile(r"^[a-z]+(-[a-z]+)*$")
E = re.compile(r"^\w+(\s\w+)*$")
def f(text):
    return re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", text)
G = re.compile(r"(?:[\w%-]{2,63}\.)+[a-z]{2,}")
