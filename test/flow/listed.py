# Each item of the list of what must be right: the vulnerable twin and the safe one, as two routes.
import base64
import html
import json
import os
import shlex
import sys
import uuid
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, wraps
from string import Template
from typing import NamedTuple
from urllib.parse import urlparse

from flask import Flask, g, request

app = Flask(__name__)
ALLOWED = {"a", "b"}
KEPT = CLEAN = "ls"


def loud(f):
    @wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner


def both(a, b):
    os.system(a)  # want: command-injection


def run_it(a):
    os.system(a)  # want: command-injection


def ignore(a):
    return len(a)


def use_kept():
    os.system(KEPT)  # want: command-injection


def use_clean():
    os.system(CLEAN)


def looks_fine(x):
    return len(x) < 10


def is_allowed(x):
    return x in ALLOWED


def again(x, n):
    return x if n <= 0 else again(x, n - 1)


def even(x, n):
    return x if n <= 0 else odd(x, n - 1)


def odd(x, n):
    return x if n <= 0 else even(x, n - 1)


class Holder:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def show_a(self):
        os.system(self.a)  # want: command-injection

    def show_b(self):
        os.system(self.b)

    @property
    def pa(self):
        return self.a

    @property
    def pb(self):
        return self.b

    @classmethod
    def make(cls, x):
        return cls(x, "x")

    @staticmethod
    def same(x):
        return x

    @staticmethod
    def fixed(x):
        return "x"


class Parent:
    def go(self, x):
        os.system(x)  # want: command-injection

    def stay(self, x):
        return x


class Kid(Parent):
    def go(self, x):
        super().go(x)

    def stay(self, x):
        super().stay(x)


class Quiet:
    def say(self, x):
        return ""


class Loudly(Quiet):
    def say(self, x):
        os.system(x)  # want: command-injection


@dataclass
class Data:
    a: str
    b: str


class Named(NamedTuple):
    a: str
    b: str


class Callee:
    def __call__(self, x):
        os.system(x)  # want: command-injection


class Items:
    def __init__(self, x):
        self.x = x

    def __getitem__(self, k):
        return self.x


class Opened:
    def __init__(self, x):
        self.x = x

    def __enter__(self):
        return self.x

    def __exit__(self, *args):
        return False


@contextmanager
def managed(x):
    yield x


@app.route("/bad_reassignment")
def bad_reassignment():
    x = request.args["x"]
    y = x
    os.system(y)  # want: command-injection
    return ""


@app.route("/safe_reassignment")
def safe_reassignment():
    x = request.args["x"]
    x = "fixed"
    os.system(x)
    return ""


@app.route("/bad_sanitizer_then_concatenation")
def bad_sanitizer_then_concatenation():
    x = html.escape(request.args["x"])
    os.system("ls " + x)  # want: command-injection
    return ""


@app.route("/safe_sanitizer_then_concatenation")
def safe_sanitizer_then_concatenation():
    x = shlex.quote(request.args["x"])
    os.system("ls " + x)
    return ""


@app.route("/bad_augmented_assignment")
def bad_augmented_assignment():
    c = "ls "
    c += request.args["x"]
    os.system(c)  # want: command-injection
    return ""


@app.route("/safe_augmented_assignment")
def safe_augmented_assignment():
    c = "ls "
    c += "x"
    os.system(c)
    return ""


@app.route("/bad_tuple_unpacking")
def bad_tuple_unpacking():
    a, b = "fixed", request.args["x"]
    os.system(b)  # want: command-injection
    return ""


@app.route("/safe_tuple_unpacking")
def safe_tuple_unpacking():
    a, b = "fixed", request.args["x"]
    os.system(a)
    return ""


@app.route("/bad_star_unpacking")
def bad_star_unpacking():
    a, *b = "fixed", "x", request.args["x"]
    os.system(b[1])  # want: command-injection
    return ""


@app.route("/safe_star_unpacking")
def safe_star_unpacking():
    a, *b = "fixed", "x", request.args["x"]
    os.system(b[0])
    return ""


@app.route("/bad_swap")
def bad_swap():
    a, b = "fixed", request.args["x"]
    a, b = b, a
    os.system(a)  # want: command-injection
    return ""


@app.route("/safe_swap")
def safe_swap():
    a, b = request.args["x"], "fixed"
    a, b = b, a
    os.system(a)
    return ""


@app.route("/bad_nested_tuples")
def bad_nested_tuples():
    (a, (b, c)) = "x", ("y", request.args["x"])
    os.system(c)  # want: command-injection
    return ""


@app.route("/safe_nested_tuples")
def safe_nested_tuples():
    (a, (b, c)) = "x", ("y", request.args["x"])
    os.system(b)
    return ""


@app.route("/bad_list_append")
def bad_list_append():
    v = []
    v.append(request.args["x"])
    os.system(v[0])  # want: command-injection
    return ""


@app.route("/safe_list_append")
def safe_list_append():
    v = []
    v.append("x")
    os.system(v[0])
    return ""


@app.route("/bad_list_extend")
def bad_list_extend():
    v = ["x"]
    v.extend([request.args["x"]])
    os.system(v[1])  # want: command-injection
    return ""


@app.route("/safe_list_extend")
def safe_list_extend():
    v = ["x"]
    v.extend([request.args["x"]])
    os.system(v[0])
    return ""


@app.route("/bad_list_insert_shifts")
def bad_list_insert_shifts():
    v = ["x", request.args["x"]]
    v.insert(0, "y")
    os.system(v[2])  # want: command-injection
    return ""


@app.route("/safe_list_insert_shifts")
def safe_list_insert_shifts():
    v = ["x", request.args["x"]]
    v.insert(0, "y")
    os.system(v[1])
    return ""


@app.route("/bad_list_pop_shifts")
def bad_list_pop_shifts():
    v = ["x", "y", request.args["x"]]
    v.pop(0)
    os.system(v[1])  # want: command-injection
    return ""


@app.route("/safe_list_pop_shifts")
def safe_list_pop_shifts():
    v = [request.args["x"], "x", "y"]
    v.pop(0)
    os.system(v[1])
    return ""


@app.route("/bad_dict_literal")
def bad_dict_literal():
    d = {"a": "x", "b": request.args["x"]}
    os.system(d["b"])  # want: command-injection
    return ""


@app.route("/safe_dict_literal")
def safe_dict_literal():
    d = {"a": "x", "b": request.args["x"]}
    os.system(d["a"])
    return ""


@app.route("/bad_dict_store_and_get")
def bad_dict_store_and_get():
    d = {}
    d["k"] = request.args["x"]
    os.system(d.get("k", "x"))  # want: command-injection
    return ""


@app.route("/safe_dict_store_and_get")
def safe_dict_store_and_get():
    d = {}
    d["k"] = request.args["x"]
    d["o"] = "x"
    os.system(d.get("o", "y"))
    return ""


@app.route("/bad_dict_update")
def bad_dict_update():
    d = {"a": "x"}
    d.update({"a": request.args["x"]})
    os.system(d["a"])  # want: command-injection
    return ""


@app.route("/safe_dict_update")
def safe_dict_update():
    d = {"a": request.args["x"]}
    d.update({"a": "x"})
    os.system(d["a"])
    return ""


@app.route("/bad_dict_stars")
def bad_dict_stars():
    d = {"a": request.args["x"]}
    e = {**d}
    os.system(e["a"])  # want: command-injection
    return ""


@app.route("/safe_dict_stars")
def safe_dict_stars():
    d = {"a": request.args["x"]}
    e = {**d, "a": "x"}
    os.system(e["a"])
    return ""


@app.route("/bad_set_of_values")
def bad_set_of_values():
    s = {request.args["x"], "y"}
    for i in s:
        os.system(i)  # want: command-injection
    return ""


@app.route("/safe_set_of_values")
def safe_set_of_values():
    s = {"x", "y"}
    for i in s:
        os.system(i)
    return ""


@app.route("/bad_slice")
def bad_slice():
    os.system(request.args["x"][1:5])  # want: command-injection
    return ""


@app.route("/safe_slice")
def safe_slice():
    x = ("ab" + request.args["x"])[:2]
    os.system("ls")
    v = ["a", request.args["x"]][:1]
    os.system(v[0])
    return ""


@app.route("/bad_methods_that_keep")
def bad_methods_that_keep():
    os.system(request.args["x"].strip().lower().title())  # want: command-injection
    return ""


@app.route("/safe_methods_that_keep")
def safe_methods_that_keep():
    os.system(str(len(request.args["x"].strip().lower())))
    return ""


@app.route("/bad_calls_that_clear")
def bad_calls_that_clear():
    os.system(str(request.args["x"]))  # want: command-injection
    return ""


@app.route("/safe_calls_that_clear")
def safe_calls_that_clear():
    os.system(str(int(request.args["x"])))
    os.system(str(float(request.args["x"])))
    os.system(str(len(request.args["x"])))
    os.system(str(bool(request.args["x"])))
    os.system(str(uuid.UUID(request.args["x"])))
    return ""


@app.route("/bad_isdigit_guard")
def bad_isdigit_guard():
    x = request.args["x"]
    if x.isprintable():
        os.system(x)  # want: command-injection
    return ""


@app.route("/safe_isdigit_guard")
def safe_isdigit_guard():
    x = request.args["x"]
    if x.isdigit():
        os.system(x)
    return ""


@app.route("/bad_f_string")
def bad_f_string():
    x = request.args["x"]
    os.system(f"ls {x!r:>{10}}")  # want: command-injection
    return ""


@app.route("/safe_f_string")
def safe_f_string():
    x = request.args["x"]
    os.system(f"ls {len(x):>{4}}")
    return ""


@app.route("/bad_percent_format")
def bad_percent_format():
    os.system("ls %s" % request.args["x"])  # want: command-injection
    return ""


@app.route("/safe_percent_format")
def safe_percent_format():
    os.system("ls %d" % int(request.args["x"]))
    return ""


@app.route("/bad_format_and_map")
def bad_format_and_map():
    os.system("ls {}".format(request.args["x"]))  # want: command-injection
    return ""


@app.route("/safe_format_and_map")
def safe_format_and_map():
    os.system("ls {}".format("x"))
    os.system("{a}".format_map({"a": "x", "b": request.args["x"]}))
    return ""


@app.route("/bad_format_map")
def bad_format_map():
    os.system("{a}".format_map({"a": request.args["x"]}))  # want: command-injection
    return ""


@app.route("/safe_format_map")
def safe_format_map():
    os.system("{b}".format_map({"a": request.args["x"], "b": "y"}))
    return ""


@app.route("/bad_template")
def bad_template():
    os.system(Template("ls $x").substitute(x=request.args["x"]))  # want: command-injection
    return ""


@app.route("/safe_template")
def safe_template():
    os.system(Template("ls $x").substitute(x="y"))
    return ""


@app.route("/bad_join")
def bad_join():
    os.system(" ".join(["ls", request.args["x"]]))  # want: command-injection
    return ""


@app.route("/safe_join")
def safe_join():
    os.system(" ".join(["ls", "x"]))
    return ""


@app.route("/bad_repeat")
def bad_repeat():
    os.system(request.args["x"] * 2)  # want: command-injection
    return ""


@app.route("/safe_repeat")
def safe_repeat():
    os.system("x" * int(request.args["x"]))  # want: unbounded-size
    return ""


@app.route("/bad_encode_decode")
def bad_encode_decode():
    os.system(request.args["x"].encode().decode())  # want: command-injection
    return ""


@app.route("/safe_encode_decode")
def safe_encode_decode():
    os.system("x".encode().decode())
    return ""


@app.route("/bad_base64_text")
def bad_base64_text():
    os.system(base64.b64decode(request.args["x"]).decode())  # want: command-injection
    return ""


@app.route("/safe_base64_text")
def safe_base64_text():
    os.system(base64.b64decode("eA==").decode())
    return ""


@app.route("/bad_json_text")
def bad_json_text():
    os.system(json.loads(request.args["x"])["k"])  # want: command-injection
    return ""


@app.route("/safe_json_text")
def safe_json_text():
    os.system(json.loads('{"k": "x"}')['k'])
    return ""


@app.route("/bad_url_parts")
def bad_url_parts():
    os.system(urlparse(request.args["x"]).path)  # want: command-injection
    return ""


@app.route("/safe_url_parts")
def safe_url_parts():
    os.system(urlparse("http://a/b").path)
    return ""


@app.route("/bad_ternary")
def bad_ternary():
    os.system(request.args["x"] if len(request.args["x"]) > 1 else "x")  # want: command-injection
    return ""


@app.route("/safe_ternary")
def safe_ternary():
    os.system("a" if request.args["x"] else "b")
    return ""


@app.route("/bad_or_default")
def bad_or_default():
    os.system(request.args["x"] or "ls")  # want: command-injection
    return ""


@app.route("/safe_or_default")
def safe_or_default():
    os.system("ls" or request.args["x"])
    return ""


@app.route("/bad_walrus")
def bad_walrus():
    if (x := request.args["x"]):
        os.system(x)  # want: command-injection
    return ""


@app.route("/safe_walrus")
def safe_walrus():
    if (x := "ls") and request.args["x"]:
        os.system(x)
    return ""


@app.route("/bad_list_comprehension")
def bad_list_comprehension():
    os.system([i for i in request.args["x"].split()][0])  # want: command-injection
    return ""


@app.route("/safe_list_comprehension")
def safe_list_comprehension():
    os.system([i for i in ["a", "b"] if request.args["x"]][0])
    return ""


@app.route("/bad_dict_comprehension")
def bad_dict_comprehension():
    d = {k: v for k, v in [("a", request.args["x"])]}
    os.system(d["a"])  # want: command-injection
    return ""


@app.route("/safe_dict_comprehension")
def safe_dict_comprehension():
    d = {k: "x" for k in request.args["x"].split()}
    for v in d.values():
        os.system(v)
    return ""


@app.route("/bad_set_comprehension")
def bad_set_comprehension():
    for i in {j for j in request.args["x"].split()}:
        os.system(i)  # want: command-injection
    return ""


@app.route("/safe_set_comprehension")
def safe_set_comprehension():
    for i in {"x" for j in request.args["x"].split()}:
        os.system(i)
    return ""


@app.route("/bad_generator_expression")
def bad_generator_expression():
    os.system(next(i for i in request.args["x"].split()))  # want: command-injection
    return ""


@app.route("/safe_generator_expression")
def safe_generator_expression():
    os.system(next(i for i in ["x"] if request.args["x"]))
    return ""


@app.route("/bad_yield_")
def bad_yield_():
    def g():
        yield request.args["x"]
    for i in g():
        os.system(i)  # want: command-injection
    return ""


@app.route("/safe_yield_")
def safe_yield_():
    def g():
        yield "x"
        request.args["x"]
    for i in g():
        os.system(i)
    return ""


@app.route("/bad_yield_from")
def bad_yield_from():
    def g():
        yield from [request.args["x"]]
    for i in g():
        os.system(i)  # want: command-injection
    return ""


@app.route("/safe_yield_from")
def safe_yield_from():
    def g():
        yield from ["x"]
    for i in g():
        os.system(i)
    return ""


@app.route("/bad_lambda_")
def bad_lambda_():
    f = lambda a: "ls " + a
    os.system(f(request.args["x"]))  # want: command-injection
    return ""


@app.route("/safe_lambda_")
def safe_lambda_():
    f = lambda a: "ls"
    os.system(f(request.args["x"]))
    return ""


@app.route("/bad_closure_reads")
def bad_closure_reads():
    x = request.args["x"]
    def f():
        os.system(x)  # want: command-injection
    f()
    return ""


@app.route("/safe_closure_reads")
def safe_closure_reads():
    x = request.args["x"]
    y = "ls"
    def f():
        os.system(y)
    f()
    return ""


@app.route("/bad_closure_writes")
def bad_closure_writes():
    x = "ls"
    def f():
        nonlocal x
        x = request.args["x"]
    f()
    os.system(x)  # want: command-injection
    return ""


@app.route("/safe_closure_writes")
def safe_closure_writes():
    x = request.args["x"]
    def f():
        nonlocal x
        x = "ls"
    f()
    os.system(x)
    return ""


@app.route("/bad_default_argument")
def bad_default_argument():
    def f(a=request.args["x"]):
        os.system(a)  # want: command-injection
    f()
    return ""


@app.route("/safe_default_argument")
def safe_default_argument():
    def f(a=request.args["x"]):
        os.system(a)
    f("ls")
    return ""


@app.route("/bad_keyword")
def bad_keyword():
    def f(a="x", b="y"):
        os.system(b)  # want: command-injection
    f(b=request.args["x"])
    return ""


@app.route("/safe_keyword")
def safe_keyword():
    def f(a="x", b="y"):
        os.system(b)
    f(a=request.args["x"])
    return ""


@app.route("/bad_star_args")
def bad_star_args():
    def f(*a):
        os.system(a[1])  # want: command-injection
    f("x", request.args["x"])
    return ""


@app.route("/safe_star_args")
def safe_star_args():
    def f(*a):
        os.system(a[0])
    f("x", request.args["x"])
    return ""


@app.route("/bad_star_star_args")
def bad_star_star_args():
    def f(**k):
        os.system(k["b"])  # want: command-injection
    f(a="x", b=request.args["x"])
    return ""


@app.route("/safe_star_star_args")
def safe_star_star_args():
    def f(**k):
        os.system(k["a"])
    f(a="x", b=request.args["x"])
    return ""


@app.route("/bad_star_call")
def bad_star_call():
    def f(a, b):
        os.system(b)  # want: command-injection
    f(*["x", request.args["x"]])
    return ""


@app.route("/safe_star_call")
def safe_star_call():
    def f(a, b):
        os.system(a)
    f(*["x", request.args["x"]])
    return ""


@app.route("/bad_star_star_call")
def bad_star_star_call():
    def f(a, b):
        os.system(b)  # want: command-injection
    f(**{"a": "x", "b": request.args["x"]})
    return ""


@app.route("/safe_star_star_call")
def safe_star_star_call():
    def f(a, b):
        os.system(a)
    f(**{"a": "x", "b": request.args["x"]})
    return ""


@app.route("/bad_decorator_that_wraps")
def bad_decorator_that_wraps():
    @loud
    def f(a):
        os.system(a)  # want: command-injection
    f(request.args["x"])
    return ""


@app.route("/safe_decorator_that_wraps")
def safe_decorator_that_wraps():
    @loud
    def f(a):
        os.system(a)
    f("x")
    return ""


@app.route("/bad_partial_")
def bad_partial_():
    f = partial(both, request.args["x"])
    f("x")
    return ""


@app.route("/safe_partial_")
def safe_partial_():
    f = partial(both, "x")
    f(request.args["x"])
    return ""


@app.route("/bad_map_")
def bad_map_():
    for i in map(str.upper, [request.args["x"]]):
        os.system(i)  # want: command-injection
    return ""


@app.route("/safe_map_")
def safe_map_():
    for i in map(len, [request.args["x"]]):
        os.system(str(i))
    return ""


@app.route("/bad_filter_")
def bad_filter_():
    for i in filter(None, [request.args["x"]]):
        os.system(i)  # want: command-injection
    return ""


@app.route("/safe_filter_")
def safe_filter_():
    for i in filter(str.isdigit, [request.args["x"]]):
        os.system(i)
    return ""


@app.route("/bad_sorted_key")
def bad_sorted_key():
    os.system(sorted([request.args["x"], "a"], key=len)[0])  # want: command-injection
    return ""


@app.route("/safe_sorted_key")
def safe_sorted_key():
    os.system(sorted(["b", "a"], key=lambda k: request.args["x"])[0])
    return ""


@app.route("/bad_callback_in_a_dict")
def bad_callback_in_a_dict():
    T = {"r": run_it, "n": ignore}
    T["r"](request.args["x"])
    return ""


@app.route("/safe_callback_in_a_dict")
def safe_callback_in_a_dict():
    T = {"r": run_it, "n": ignore}
    T["n"](request.args["x"])
    return ""


@app.route("/bad_global_")
def bad_global_():
    global KEPT
    KEPT = request.args["x"]
    use_kept()
    return ""


@app.route("/safe_global_")
def safe_global_():
    global CLEAN
    CLEAN = "x"
    request.args["x"]
    use_clean()
    return ""


@app.route("/bad_field_by_init")
def bad_field_by_init():
    Holder(request.args["x"], "x").show_a()
    return ""


@app.route("/safe_field_by_init")
def safe_field_by_init():
    Holder(request.args["x"], "x").show_b()
    return ""


@app.route("/bad_property_")
def bad_property_():
    os.system(Holder(request.args["x"], "x").pa)  # want: command-injection
    return ""


@app.route("/safe_property_")
def safe_property_():
    os.system(Holder(request.args["x"], "x").pb)
    return ""


@app.route("/bad_classmethod_")
def bad_classmethod_():
    os.system(Holder.make(request.args["x"]).a)  # want: command-injection
    return ""


@app.route("/safe_classmethod_")
def safe_classmethod_():
    os.system(Holder.make(request.args["x"]).b)
    return ""


@app.route("/bad_staticmethod_")
def bad_staticmethod_():
    os.system(Holder.same(request.args["x"]))  # want: command-injection
    return ""


@app.route("/safe_staticmethod_")
def safe_staticmethod_():
    os.system(Holder.fixed(request.args["x"]))
    return ""


@app.route("/bad_super_")
def bad_super_():
    Kid().go(request.args["x"])
    return ""


@app.route("/safe_super_")
def safe_super_():
    Kid().stay(request.args["x"])
    return ""


@app.route("/bad_override")
def bad_override():
    Quiet().say("x")
    Loudly().say(request.args["x"])
    return ""


@app.route("/safe_override")
def safe_override():
    Quiet().say(request.args["x"])
    return ""


@app.route("/bad_dataclass_")
def bad_dataclass_():
    os.system(Data("x", request.args["x"]).b)  # want: command-injection
    return ""


@app.route("/safe_dataclass_")
def safe_dataclass_():
    os.system(Data("x", request.args["x"]).a)
    return ""


@app.route("/bad_namedtuple_")
def bad_namedtuple_():
    os.system(Named("x", request.args["x"]).b)  # want: command-injection
    return ""


@app.route("/safe_namedtuple_")
def safe_namedtuple_():
    os.system(Named("x", request.args["x"]).a)
    return ""


@app.route("/bad_call_method")
def bad_call_method():
    Callee()(request.args["x"])
    return ""


@app.route("/safe_call_method")
def safe_call_method():
    Callee()("x")
    return ""


@app.route("/bad_getitem_method")
def bad_getitem_method():
    os.system(Items(request.args["x"])["k"])  # want: command-injection
    return ""


@app.route("/safe_getitem_method")
def safe_getitem_method():
    os.system(Items("x")["k"])
    return ""


@app.route("/bad_enter_method")
def bad_enter_method():
    with Opened(request.args["x"]) as o:
        os.system(o)  # want: command-injection
    return ""


@app.route("/safe_enter_method")
def safe_enter_method():
    with Opened("x") as o:
        os.system(o)
    return ""


@app.route("/bad_context_manager_by_decorator")
def bad_context_manager_by_decorator():
    with managed(request.args["x"]) as o:
        os.system(o)  # want: command-injection
    return ""


@app.route("/safe_context_manager_by_decorator")
def safe_context_manager_by_decorator():
    with managed("x") as o:
        os.system(o)
    return ""


@app.route("/bad_try_except")
def bad_try_except():
    try:
        x = int(request.args["x"])
    except ValueError:
        x = request.args["x"]
    os.system(str(x))  # want: command-injection
    return ""


@app.route("/safe_try_except")
def safe_try_except():
    try:
        x = int(request.args["x"])
    except ValueError:
        x = 0
    os.system(str(x))
    return ""


@app.route("/bad_try_else_finally")
def bad_try_else_finally():
    x = "ls"
    try:
        x = "a"
    except ValueError:
        pass
    else:
        x = request.args["x"]
    finally:
        os.system(x)  # want: command-injection
    return ""


@app.route("/safe_try_else_finally")
def safe_try_else_finally():
    x = request.args["x"]
    try:
        len(x)
    finally:
        x = "ls"
    os.system(x)
    return ""


@app.route("/bad_early_return_guard")
def bad_early_return_guard():
    x = request.args["x"]
    if x in ALLOWED:
        return ""
    os.system(x)  # want: command-injection
    return ""


@app.route("/safe_early_return_guard")
def safe_early_return_guard():
    x = request.args["x"]
    if x not in ALLOWED:
        return ""
    os.system(x)
    return ""


@app.route("/bad_negated_guard")
def bad_negated_guard():
    x = request.args["x"]
    if not x.isalnum():
        os.system(x)  # want: command-injection
    return ""


@app.route("/safe_negated_guard")
def safe_negated_guard():
    x = request.args["x"]
    if not x.isalnum():
        return ""
    os.system(x)
    return ""


@app.route("/bad_guard_in_a_helper")
def bad_guard_in_a_helper():
    x = request.args["x"]
    if looks_fine(x):
        os.system(x)  # want: command-injection
    return ""


@app.route("/safe_guard_in_a_helper")
def safe_guard_in_a_helper():
    x = request.args["x"]
    if is_allowed(x):
        os.system(x)
    return ""


@app.route("/bad_membership_in_constants")
def bad_membership_in_constants():
    x = request.args["x"]
    if "a" in x:
        os.system(x)  # want: command-injection
    return ""


@app.route("/safe_membership_in_constants")
def safe_membership_in_constants():
    x = request.args["x"]
    if x in ("a", "b"):
        os.system(x)
    return ""


@app.route("/bad_loop_carried")
def bad_loop_carried():
    x = y = "ls"
    for i in range(3):
        os.system(x)  # want: command-injection
        x = y
        y = request.args["x"]
    return ""


@app.route("/safe_loop_carried")
def safe_loop_carried():
    x = y = "ls"
    for i in range(3):
        os.system(x)
        x = y
        z = request.args["x"]
    return ""


@app.route("/bad_while_true")
def bad_while_true():
    while True:
        x = request.args["x"]
        if x:
            break
    os.system(x)  # want: command-injection
    return ""


@app.route("/safe_while_true")
def safe_while_true():
    while True:
        x = request.args["x"]
        if x == "stop":
            break
    os.system(x)
    return ""


@app.route("/bad_recursion")
def bad_recursion():
    os.system(again(request.args["x"], 3))  # want: command-injection
    return ""


@app.route("/safe_recursion")
def safe_recursion():
    os.system(again("x", len(request.args["x"])))
    return ""


@app.route("/bad_mutual_recursion")
def bad_mutual_recursion():
    os.system(even(request.args["x"], 3))  # want: command-injection
    return ""


@app.route("/safe_mutual_recursion")
def safe_mutual_recursion():
    os.system(even("x", len(request.args["x"])))
    return ""


@app.route("/bad_getattr_constant")
def bad_getattr_constant():
    os.system(getattr(Holder(request.args["x"], "x"), "a"))  # want: command-injection
    return ""


@app.route("/safe_getattr_constant")
def safe_getattr_constant():
    os.system(getattr(Holder(request.args["x"], "x"), "b"))
    return ""


@app.route("/bad_constant_arithmetic")
def bad_constant_arithmetic():
    if 7 * 6 > 40:
        x = request.args["x"]
    else:
        x = "ls"
    os.system(x)  # want: command-injection
    return ""


@app.route("/safe_constant_arithmetic")
def safe_constant_arithmetic():
    if 7 * 6 < 40:
        x = request.args["x"]
    else:
        x = "ls"
    os.system(x)
    return ""


@app.route("/bad_constant_string_index")
def bad_constant_string_index():
    k = "ABC"[1]
    x = request.args["x"] if k == "B" else "ls"
    os.system(x)  # want: command-injection
    return ""


@app.route("/safe_constant_string_index")
def safe_constant_string_index():
    k = "ABC"[1]
    x = request.args["x"] if k == "A" else "ls"
    os.system(x)
    return ""


@app.route("/bad_keyed_store")
def bad_keyed_store():
    c = ConfigParser()
    c.add_section("s")
    c.set("s", "k", request.args["x"])
    os.system(c.get("s", "k"))  # want: command-injection
    return ""


@app.route("/safe_keyed_store")
def safe_keyed_store():
    c = ConfigParser()
    c.add_section("s")
    c.set("s", "k", request.args["x"])
    c.set("s", "o", "x")
    os.system(c.get("s", "o"))
    return ""


@app.route("/bad_flask_g")
def bad_flask_g():
    g.thing = request.args["x"]
    os.system(g.thing)  # want: command-injection
    return ""


@app.route("/safe_flask_g")
def safe_flask_g():
    g.thing = request.args["x"]
    g.other = "x"
    os.system(g.other)
    return ""


@app.route("/bad_class_by_getattr")
def bad_class_by_getattr():
    getattr(sys.modules[__name__], "Kid")().go(request.args["x"])
    return ""


@app.route("/safe_class_by_getattr")
def safe_class_by_getattr():
    getattr(sys.modules[__name__], "Kid")().stay(request.args["x"])
    return ""


@app.route("/bad_import_inside")
def bad_import_inside():
    import subprocess as sp
    sp.call(request.args["x"], shell=True)  # want: command-injection
    return ""


@app.route("/safe_import_inside")
def safe_import_inside():
    import subprocess as sp
    sp.call("ls", shell=True)
    return ""


@app.route("/bad_clean_for_one_kind")
def bad_clean_for_one_kind():
    os.system(html.escape(request.args["x"]))  # want: command-injection
    return ""


@app.route("/safe_clean_for_one_kind")
def safe_clean_for_one_kind():
    return html.escape(request.args["x"])
    return ""


@app.route("/bad_numbers_from_text")
def bad_numbers_from_text():
    os.system(request.args["x"].zfill(3))  # want: command-injection
    return ""


@app.route("/safe_numbers_from_text")
def safe_numbers_from_text():
    os.system(str(round(float(request.args["x"]))))
    return ""
