# A chain of fifty calls, all the way to the sink.
import os
from flask import Flask, request

app = Flask(__name__)


def f0(a):
    return a


def f1(a):
    return f0(a)


def f2(a):
    return f1(a)


def f3(a):
    return f2(a)


def f4(a):
    return f3(a)


def f5(a):
    return f4(a)


def f6(a):
    return f5(a)


def f7(a):
    return f6(a)


def f8(a):
    return f7(a)


def f9(a):
    return f8(a)


def f10(a):
    return f9(a)


def f11(a):
    return f10(a)


def f12(a):
    return f11(a)


def f13(a):
    return f12(a)


def f14(a):
    return f13(a)


def f15(a):
    return f14(a)


def f16(a):
    return f15(a)


def f17(a):
    return f16(a)


def f18(a):
    return f17(a)


def f19(a):
    return f18(a)


def f20(a):
    return f19(a)


def f21(a):
    return f20(a)


def f22(a):
    return f21(a)


def f23(a):
    return f22(a)


def f24(a):
    return f23(a)


def f25(a):
    return f24(a)


def f26(a):
    return f25(a)


def f27(a):
    return f26(a)


def f28(a):
    return f27(a)


def f29(a):
    return f28(a)


def f30(a):
    return f29(a)


def f31(a):
    return f30(a)


def f32(a):
    return f31(a)


def f33(a):
    return f32(a)


def f34(a):
    return f33(a)


def f35(a):
    return f34(a)


def f36(a):
    return f35(a)


def f37(a):
    return f36(a)


def f38(a):
    return f37(a)


def f39(a):
    return f38(a)


def f40(a):
    return f39(a)


def f41(a):
    return f40(a)


def f42(a):
    return f41(a)


def f43(a):
    return f42(a)


def f44(a):
    return f43(a)


def f45(a):
    return f44(a)


def f46(a):
    return f45(a)


def f47(a):
    return f46(a)


def f48(a):
    return f47(a)


def f49(a):
    return f48(a)


def f50(a):
    return f49(a)


@app.route("/deep")
def deep():
    os.system("ls " + f50(request.args["a"]))  # want: command-injection
    os.system("ls " + f50("x"))
    return ""
