"""Generated files that are large in one way each. All hold one command injection that must be found or spoken of."""

HEAD = "import os, sys\n"
TAIL = "\n\ndef main():\n    os.system(sys.argv[1])\n\n\nmain()\n"


def long_function(lines=20000):
    body = ["    x%d = a + %d\n    y%d = f(x%d)\n    if y%d:\n        a = y%d\n" % (i, i, i, i, i, i) for i in range(lines // 4)]
    return HEAD + "def f(v):\n    return v\n\n\ndef long(a):\n" + "".join(body) + "    return a\n\n\nlong(sys.argv[1])\n" + TAIL


def straight_function(lines=20000):
    body = ["    a = a + str(b%d)\n    b%d = [a, %d]\n" % (i, i + 1, i) for i in range(lines // 2)]
    return HEAD + "def long(a, b0=1):\n" + "".join(body) + "    return a\n\n\nlong(sys.argv[1])\n" + TAIL


def module_body(lines=20000):
    return HEAD + "".join("X%d = os.path.join(sys.argv[1], 'a%d')\n" % (i, i) for i in range(lines)) + TAIL


def branches(n=5000):
    """More than CPython's own parser takes."""
    body = ["    %s a == 'v%d':\n        r = 'w%d' + a\n" % ("elif" if i else "if", i, i) for i in range(n)]
    return HEAD + "def pick(a):\n    r = ''\n" + "".join(body) + "    return r\n\n\npick(sys.argv[1])\n" + TAIL


def branches_taken(n=900):
    return branches(n)


def if_sequence(n=5000):
    body = ["    if a[%d:]:\n        r = r + a\n" % i for i in range(n)]
    return HEAD + "def pick(a):\n    r = ''\n" + "".join(body) + "    return r\n\n\npick(sys.argv[1])\n" + TAIL


def call_cycle(n=3000):
    body = ["def f%d(a):\n    return f%d(a + 'x')\n\n\n" % (i, (i + 1) % n) for i in range(n)]
    return HEAD + "".join(body) + "f0(sys.argv[1])\n" + TAIL


def call_cycle_all(n=300):
    """Each calls ten others: 3,000 edges that all lie on cycles."""
    body = ["def f%d(a):\n%s    return a\n\n\n" % (i, "".join("    f%d(a)\n" % ((i * 7 + k * 13 + 1) % n) for k in range(10)))
            for i in range(n)]
    return HEAD + "".join(body) + "f0(sys.argv[1])\n" + TAIL


def call_chain(n=3000):
    body = ["def f%d(a):\n    return f%d(a)\n\n\n" % (i, i + 1) for i in range(n)]
    return HEAD + "".join(body) + "def f%d(a):\n    os.system(a)\n\n\nf0(sys.argv[1])\n" % n + TAIL


def nested_calls(n=900):
    return HEAD + "def f(a):\n    return a\n\n\nx = " + "f(" * n + "sys.argv[1]" + ")" * n + "\n" + TAIL


def dict_literal(n=50000):
    return HEAD + "D = {\n" + "".join("    'k%d': 'v%d',\n" % (i, i) for i in range(n)) + "}\nE = D.get(sys.argv[1])\n" + TAIL


def list_literal(n=50000):
    return HEAD + "D = [\n" + "".join("    ('k%d', %d, f%d),\n" % (i, i, i % 9) for i in range(n)) + "]\n" + TAIL


def many_methods(n=5000):
    body = ["    def m%d(self, a):\n        self.f%d = a\n        return self.m%d(self.f%d)\n\n" % (i, i % 400, (i + 1) % n, i % 300)
            for i in range(n)]
    return HEAD + "class C:\n" + "".join(body) + "\nC().m0(sys.argv[1])\n" + TAIL


def many_functions(n=10000):
    return HEAD + "".join("def f%d(a):\n    return a\n\n\n" % i for i in range(n)) + TAIL


def class_chain(n=3000):
    return HEAD + "class C0:\n    pass\n" + "".join("class C%d(C%d):\n    pass\n" % (i, i - 1) for i in range(1, n)) + \
        "C%d().go(sys.argv[1])\n" % (n - 1) + TAIL


def many_strings(n=5000):
    return HEAD + "def join(a):\n    return a" + "".join(" + 's%d' + a" % i for i in range(n // 10)) + "\n" + \
        "".join("S%d = f'{sys.argv[1]} {S%d} x'\n" % (i, i - 1) if i else "S0 = ''\n" for i in range(n)) + TAIL


def nested_loops(depth=20):
    body = "".join("    " * (i + 1) + "for i%d in a:\n" % i for i in range(depth))
    return HEAD + "def loops(a):\n" + body + "    " * (depth + 1) + "a = a + [i0, %s]\n" % ", ".join("i%d" % i for i in range(depth)) + \
        "\n\nloops(sys.argv)\n" + TAIL


def try_nest(n=1500):
    body = ["    try:\n        a = g%d(a)\n    except E%d:\n        a = a + '%d'\n" % (i, i, i) for i in range(n)]
    return HEAD + "def tries(a):\n" + "".join(body) + "    return a\n\n\ntries(sys.argv[1])\n" + TAIL


def callbacks(n=400):
    return HEAD + "".join("def f%d(a):\n    return T[a](a)\n\n\n" % i for i in range(n)) + "T = {\n" + \
        "".join("    '%d': f%d,\n" % (i, i) for i in range(n)) + "}\nT[sys.argv[1]](sys.argv[1])\n" + TAIL


def names_in_circles(n=30):
    """Queries and lists that are built from themselves, from each other, and from a list of many such."""
    head = "import os, sys\nimport pymongo\nfrom flask import Flask, request\nfrom flask_cors import CORS\n" \
        "app = Flask(__name__)\ndb = pymongo.MongoClient().shop\nO = [P]\nP = [O]\nCORS(app, origins=O)\n" \
        "S = [T]\nT = [S]\napp.config.update(task_serializer=S, accept_content=T)\n"
    rows = ["    q%d = {%s}\n" % (i + 1, ", ".join("'k%d': q%d" % (k, i) for k in range(n))) for i in range(n)]
    back = ["    r%d = {'a': r%d}\n" % (i, (i + 1) % n) for i in range(n)]
    return head + "\n\n@app.post('/find')\ndef find():\n    q0 = request.get_json()\n    own = {'a': q0}\n" + \
        "".join(rows) + "    r0 = {}\n" + "".join(back) + \
        "    own = {'$and': [own, {'b': own}]}\n    mine = {'a': mine, 'b': q0}\n" + \
        "    db.users.find(mine)\n    db.users.find(own)\n    db.users.find(r0)\n    db.users.find({'x': q0, 'r': r0, 'm': mine})\n" + \
        "    return str(db.users.find_one(q%d))\n" % n + TAIL


def calls_of_themselves():
    """Threads that start threads of what holds itself, signals that send to themselves, a method that is a caller."""
    return HEAD + "import functools\nimport multiprocessing\nfrom operator import methodcaller\n" \
        "from threading import Thread, Timer\nfrom django.dispatch import Signal\n\n" \
        "d = {'target': Thread}\nd['kwargs'] = d\nThread(**d)\nl = [1, Timer]\nl.append(l)\nTimer(1, Timer, l)\n" \
        "m = multiprocessing.Pool()\np = [m.apply_async]\np.append(p)\nm.apply_async(m.apply_async, p)\n" \
        "s = Signal()\nt = Signal()\ns.connect(t.send)\nt.connect(s.send)\ns.connect(s.send)\ns.send(1)\n\n\n" \
        "class A:\n    pass\n\n\na = A()\na.m = methodcaller('m', a)\na.m(a)\n" \
        "a.write = functools.partial(print, file=a)\nprint('x', file=a)\n" + TAIL


def dependencies(wide=20, deep=5):
    """Each layer of dependencies asks for all of the one below."""
    rows = ["def d0_%d(q: str):\n    return q\n" % i for i in range(wide)]
    for k in range(1, deep + 1):
        asked = ", ".join("a%d=Depends(d%d_%d)" % (i, k - 1, i) for i in range(wide))
        rows += ["def d%d_%d(%s):\n    return a0\n" % (k, i, asked) for i in range(wide)]
    return HEAD + "from fastapi import Depends, FastAPI\n\napp = FastAPI()\n" + "".join(rows) + \
        "@app.delete('/x/{n}')\ndef x(n: int, a=Depends(d%d_0)):\n    return n\n" % deep + TAIL


def long_routes(n=100000):
    """Texts that open and never close: a route, a schema, a template."""
    return HEAD + "from ariadne import QueryType, gql\nfrom flask import Flask, render_template_string, request\n\n" \
        "app = Flask(__name__)\nquery = QueryType()\n" \
        "SCHEMA = gql('type Query {%s')\nPAGE = '%s'\n" % ("a(" * n, "{{ " * (n // 3)) + \
        "".join("@app.route('/%s<x>%d')\ndef r%d(x):\n    os.system(x)\n    return render_template_string(PAGE, x=x)\n\n\n"
                "@query.field('a')\ndef q%d(_, info, x):\n    os.system(x)\n\n\n" % (c * n, i, i, i)
                for i, c in enumerate("<({")) + TAIL


def choices_in_circles(n=12000):
    """A type that is a choice of another, which is a choice of the first; long, for what bounds it is the file's size."""
    return HEAD + "from flask import Flask, make_response, request\n\napp = Flask(__name__)\n\n\n@app.get('/a')\ndef a():\n" \
        "    n = request.args['n']\n    x = 'text/html' if n else y\n    y = 'text/html' if n else x\n" \
        "    r = make_response('<b>' + n)\n    r.mimetype = x\n    return r\n\n\n" + \
        "".join("v%d = [%d]\n" % (i, i) for i in range(n)) + TAIL


def logged_dictionaries(wide=20, deep=5, n=4000):
    """A dictionary of a dictionary, by each of its keys, and so on; in another function things are set in others."""
    rows = ["    d0 = {%s}\n" % ", ".join("'k%d': a" % i for i in range(wide))]
    for k in range(1, deep + 1):
        rows.append("    d%d = {%s}\n" % (k, ", ".join("'k%d': d%d" % (i, k - 1) for i in range(wide))))
    return HEAD + "import logging\n\nlog = logging.getLogger()\n\n\ndef f(a):\n" + "".join(rows) + \
        "    log.info('%%s', d%d)\n\n\ndef g(b):\n" % deep + "".join("    b[%d] = b[%d]\n" % (i, i + 1) for i in range(n)) + TAIL


def many_routes(n=2500):
    return HEAD + "from django.urls import path\n\n" + \
        "".join("def v%d(request, x):\n    return x\n" % i for i in range(n)) + "urlpatterns = [\n" + \
        "".join("    path('a%d/<int:x>/', v%d),\n" % (i, i) for i in range(n)) + "]\n" + TAIL


def nested_in_values(turns, n):
    """Handed to a helper five times, each with other data: a value that holds the one before twice, and so on."""
    return HEAD + "import functools, lib\n\n\ndef use(f, x):\n    return f(x)\n\n\ndef give(f):\n" + turns * n + \
        "    return f\n\n\ndef a(f):\n" + turns * n + \
        "".join("    use(f, sys.argv[%d])\n    give(f)(sys.argv[%d])\n" % (i, i) for i in range(2, 7)) + "\n\na(lib.start())\n" + TAIL


def partials_of_partials(n=60):
    return nested_in_values("    f = functools.partial(f, f)\n", n)


def attributes_of_either(n=60):
    return nested_in_values("    f = f.a if lib.asks() else f.b\n", n)


def attributes_in_a_row(n=12000):
    return nested_in_values("    f = f.a\n", n)


def fields_of_its_kind(n=3000):
    return ("import os\nimport sys\n\n\nclass Node:\n" + "".join(f"    f{i}: 'Node'\n" for i in range(n)) +
            "\n\ndef use(node: Node):\n" + "".join(f"    print(node.f{i}.f{i * 7 % n})\n" for i in range(n)) +
            "    os.system(sys.argv[1])\n")


CASES = {f.__name__: f for f in (
    long_function, straight_function, module_body, branches, branches_taken, if_sequence, call_cycle, call_cycle_all, call_chain, nested_calls,
    dict_literal, list_literal, many_methods, many_functions, class_chain, many_strings, nested_loops, try_nest, callbacks,
    names_in_circles, calls_of_themselves, dependencies, long_routes, choices_in_circles, logged_dictionaries, many_routes,
    partials_of_partials, attributes_of_either, attributes_in_a_row, fields_of_its_kind)}
