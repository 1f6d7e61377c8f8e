"""CPython's own answer, in the form of src/py/dump.c. Runs under any CPython from 3.8 to 3.14.

One request: a line "tree target length", then the bytes. One answer: a JSON line (parses, error, length),
then the dump of ast.parse when `tree` is 1 and the grammar takes the text. `target` is not read: this
interpreter is the target.
SPDX-License-Identifier: MIT
"""
import ast
import json
import re
import sys
import threading
import warnings

PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")
LEFT_OUT = {"type_comment", "type_ignores"}
# Fields that an older CPython lacks: what a newer one says when nothing is written there.
LATER = {"FunctionDef": {"type_params": "[]"}, "AsyncFunctionDef": {"type_params": "[]"},
         "ClassDef": {"type_params": "[]"}, "TypeVar": {"default_value": "null"},
         "ParamSpec": {"default_value": "null"}, "TypeVarTuple": {"default_value": "null"}}
SURROGATE = re.compile("[\ud800-\udfff]")


def number(value):
    text = repr(value)
    return text if text != "inf" else '{"float":"inf"}'


def constant(value):
    kind = type(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is str:
        if SURROGATE.search(value):
            return '{"wtf8":"%s"}' % value.encode("utf-8", "surrogatepass").hex()
        return json.dumps(value, ensure_ascii=False)
    if kind is bytes:
        return '{"bytes":"%s"}' % value.hex()
    if kind is int:
        return str(value) if -2**63 <= value < 2**63 else '{"int":"%s"}' % hex(value)
    if kind is float:
        return number(value)
    if kind is complex:
        return '{"imag":%s}' % number(value.imag)
    return '{"_type":"Ellipsis"}'


def layout(cls):
    """(field, key, is constant) of each field, then the places, then what an older CPython lacks."""
    name = cls.__name__
    fields = [(f, ',"%s":' % f, (name, f) in CONSTANTS) for f in cls._fields if f not in LEFT_OUT]
    lacks = [',"%s":%s' % (f, text) for f, text in LATER.get(name, {}).items() if f not in cls._fields]
    return '{"_type":"%s"' % name, fields, "".join(lacks), issubclass(cls, PLACED)


CONSTANTS = {("Constant", "value"), ("MatchSingleton", "value"), ("Interpolation", "str")}
PLACED = tuple(getattr(ast, n) for n in ("expr", "stmt", "arg", "keyword", "alias", "excepthandler", "pattern",
                                         "type_param") if hasattr(ast, n))
LAYOUTS = {}


def item(value):
    if isinstance(value, ast.AST):
        return emit(value)
    if isinstance(value, list):
        return "[" + ",".join([item(v) for v in value]) + "]"
    if isinstance(value, (str, int)) or value is None:
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(type(value))


def emit(node):
    cls = node.__class__
    shape = LAYOUTS.get(cls)
    if shape is None:
        if issubclass(cls, (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
            shape = '"%s"' % cls.__name__
        else:
            shape = layout(cls)
        LAYOUTS[cls] = shape
    if shape.__class__ is str:
        return shape
    if cls.__name__ == "Index":                      # 3.8
        return emit(node.value)
    if cls.__name__ == "ExtSlice":
        return '{"_type":"Tuple","elts":%s,"ctx":"Load"}' % item(node.dims)
    head, fields, lacks, placed = shape
    out = [head]
    for name, key, is_const in fields:
        value = getattr(node, name, None)
        if is_const:
            out.append(key + constant(value))
        elif isinstance(value, ast.AST):
            out.append(key + emit(value))
        elif value is None:
            out.append(key + "null")
        else:
            out.append(key + item(value))
    out.append(lacks)
    if placed and getattr(node, "lineno", None) is not None:
        out.append(',"lineno":%d,"col_offset":%d,"end_lineno":%d,"end_col_offset":%d'
                   % (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
    out.append("}")
    return "".join(out)


def verdict(source):
    try:
        compile(source, "<oracle>", "exec", dont_inherit=True)
        return None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError, UnicodeError) as e:
        return "%s: %s" % (type(e).__name__, e)


def answer(source, tree):
    """The answer to one request, as bytes; no verdict where this CPython fails on its own account."""
    dump = b""
    try:
        error = verdict(source)
    except SystemError:
        return b'{"parses": null, "error": "SystemError", "length": 0}\n'
    if tree:
        try:
            dump = emit(ast.parse(source)).encode("utf-8", "surrogatepass")
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError, UnicodeError):
            pass
    head = json.dumps({"parses": error is None, "error": error, "length": len(dump)})
    return head.encode() + b"\n" + dump


def serve():
    while True:
        line = sys.stdin.buffer.readline().split()
        if len(line) != 3:
            return
        source = sys.stdin.buffer.read(int(line[2]))
        sys.stdout.buffer.write(answer(source, line[0] == b"1"))
        sys.stdout.buffer.flush()


warnings.simplefilter("ignore")
if __name__ == "__main__":
    threading.stack_size(512 << 20)
    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
