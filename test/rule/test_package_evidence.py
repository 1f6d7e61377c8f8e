# What a rule of files, rights and limits must find in the place to be sure in a published or large package. Each pair of
# programs differs in that evidence alone; on its own, and as one of a few modules, either is judged as before.
import pathlib

import pytest

from test_package import FLASK, scan

ROUTE = FLASK + "@app.get('/x')\ndef x():\n"
ZIP = "import os\nimport zipfile\nclass Backup:\n    def __init__(self, name):\n        self.name = name\n"
RESTORE = ("    def restore(self, root):\n        with zipfile.ZipFile(self.name) as archive:\n"
           "            for name in archive.namelist():\n"
           "                with open(os.path.join(root, name), 'wb') as out:\n                    out.write(archive.read(name))\n")
HMAC = "import hashlib\nimport hmac\n"
SOCKET = "import socket\ndef read(sock, n):\n    data = b''\n"
PREFIX = ("import os\ndef f(root, name):\n    base = os.path.abspath(root)\n"
          "    full = os.path.abspath(os.path.join(base, name))\n")
MODELS = "from fastapi import FastAPI, Request\nfrom shop.rows import Row, RowModel, session\napp = FastAPI()\n"
ZMQ = "import pickle\nimport zmq\ndef take():\n"
UNPACK = "    sock.bind('tcp://*:5000')\n    return pickle.loads(sock.recv())\n"
CURVE = "from cryptography.hazmat.primitives.asymmetric import ec\n"
MASK = "import os\ndef write(path, text, mode):\n    kept = os.umask(0)\n"

# name: (rule, program, its confidence on its own, as one of dozens of modules)
CASES = {
    "text_opened": ("path-traversal", ROUTE + "    return open('in/' + request.args['q']).read()\n", "high", "high"),
    "template_named": ("path-traversal", FLASK + "from flask import render_template\n@app.get('/x')\ndef x():\n"
                       "    return render_template('x/' + request.args['q'] + '.html')\n", "high", "low"),
    "text_passed_on": ("path-traversal", ROUTE + "    return open('in/' + app.known(request.args['q'])).read()\n", "medium", "low"),
    "field_by_own_name": ("path-traversal", FLASK + "from conf import SUFFIX\n@app.get('/x')\ndef x():\n    name = 'file' + SUFFIX\n"
                          "    return open('in/' + request.values[name]).read()\n", "high", "low"),
    "cut_by_pattern": ("path-traversal", FLASK + "import re\nfrom conf import PATTERN\n@app.get('/x')\ndef x():\n"
                       "    found = re.match(PATTERN, request.args['q'])\n"
                       "    return open('in/' + found.group(1)).read()\n", "high", "low"),
    "members_taken": ("path-traversal", ZIP + RESTORE, "high", "high"),
    "members_refused_before": ("path-traversal", ZIP + "    def validate(self):\n        with zipfile.ZipFile(self.name) as archive:\n"
                               "            for name in archive.namelist():\n                refuse(name)\n" + RESTORE +
                               "def refuse(name):\n    if '..' in name.split('/') or os.path.isabs(name):\n"
                               "        raise ValueError(name)\n", "high", "low"),
    "taken_members_unpacked": ("archive-traversal", "import tarfile\n" + FLASK + "@app.post('/x')\ndef x():\n"
                               "    tarfile.open(fileobj=request.files['f'].stream).extractall('data')\n    return ''\n", "high", "high"),
    "only_on_python2": ("path-traversal", FLASK + "from six import PY2\n@app.get('/x')\ndef x():\n    if PY2:\n"
                        "        return open('in/' + request.args['q']).read()\n    return ''\n", "high", "low"),
    "prefix_refuses": ("path-traversal", PREFIX + "    if not full.startswith(base):\n        raise ValueError(name)\n"
                       "    return open(full).read()\n", "medium", "medium"),
    "prefix_lets_open": ("path-traversal", PREFIX + "    if full.startswith(base):\n        return open(full).read()\n    return ''\n",
                         "medium", "medium"),
    "prefix_shortens": ("path-traversal", PREFIX + "    if full.startswith(base):\n        full = full[len(base):]\n    return full\n",
                        "medium", "low"),
    "mask_for_one_mode": ("loose-permissions", MASK + "    fd = os.open(path, os.O_WRONLY | os.O_CREAT, mode)\n    os.write(fd, text)\n"
                          "    os.close(fd)\n    os.umask(kept)\n", "high", "low"),
    "mask_for_everybody": ("loose-permissions", MASK + "    os.makedirs(path, 0o777)\n    os.umask(kept)\n", "high", "high"),
    "mask_left_open": ("loose-permissions", "import os\ndef daemon(log):\n    os.setsid()\n    os.umask(0)\n    return open(log, 'a')\n",
                       "high", "high"),
    "mode_on_windows": ("loose-permissions", "import os\nimport sys\ndef drop(path):\n    if sys.platform == 'win32':\n"
                        "        os.chmod(path, 0o777)\n    tidy(path)\ndef tidy(path):\n    print(path)\n", "high", "low"),
    "mode_elsewhere": ("loose-permissions", "import os\nimport sys\ndef drop(path):\n    if sys.platform != 'win32':\n"
                       "        os.chmod(path, 0o777)\n", "high", "high"),
    "mode_of_anothers_file": ("loose-permissions", "import os\nfrom shop.tools import make_script\ndef run(text):\n"
                              "    made = make_script(text)\n    os.chmod(made, 0o777)\n"
                              "    if not text:\n        made = '/data/' + made\n    return made\n", "high", "low"),
    "row_of_own_model": ("mass-assignment", MODELS + "@app.post('/x')\nasync def x(request: Request):\n    data = await request.json()\n"
                         "    row = RowModel(name=data['name'], extra=data)\n    session.add(Row(**row.model_dump()))\n", None, None),
    "signature_given": ("timing-compare", HMAC + "def check(key, body, given):\n"
                        "    return hmac.new(key, body, hashlib.sha256).hexdigest() == given\n", "medium", "medium"),
    "signature_of_object": ("timing-compare", HMAC + "def check(key, body, headers):\n    made = hmac.new(key, body, hashlib.sha256)\n"
                            "    signature = headers.get('X-Signature')\n    if made.hexdigest() != signature:\n"
                            "        raise PermissionError()\n", "medium", "medium"),
    "signature_in_text": ("timing-compare", HMAC + "def check(key, body, given):\n    mac = hmac.new(key, body, hashlib.sha256).hexdigest()\n"
                          "    return given == f'sha256={mac}'\n", "medium", "medium"),
    "signature_length": ("timing-compare", HMAC + "LENGTH = len(hmac.new(b'', b'', 'sha256').digest())\ndef check(key, body, signature):\n    if len(signature) != LENGTH:\n"
                         "        return False\n    return hmac.compare_digest(hmac.new(key, body, 'sha256').digest(), signature)\n",
                         "medium", "low"),
    "digest_of_public": ("timing-compare", "import hashlib\ndef known(text, trusted_signature):\n"
                         "    digest = hashlib.sha256(text).hexdigest()\n    return digest == trusted_signature\n", "medium", "low"),
    "kept_in_cache": ("timing-compare", HMAC + "from shop.rows import cache\ndef check_login(name, password):\n    found = cache.get(name)\n"
                      "    made = hmac.new(b'k', password, 'sha256').hexdigest()\n    if found == made:\n        return True\n"
                      "    return False\n", "medium", "low"),
    "socket_spins": ("endless-loop", SOCKET + "    while len(data) < n:\n        data += sock.recv(n - len(data))\n    return data\n",
                     "medium", "medium"),
    "stream_of_own": ("endless-loop", SOCKET.replace("sock,", "tube,") +
                      "    while len(data) < n:\n        data += tube.recv(n - len(data))\n    return data\n", "medium", "low"),
    "read_once": ("endless-loop", SOCKET + "    while True:\n        try:\n            data = sock.recv(n)\n            break\n"
                  "        except InterruptedError:\n            pass\n    return data\n", "medium", "low"),
    "fields_counted": ("unbounded-size", ROUTE + "    for i in range(int(request.args['n'])):\n"
                       "        app.keep(request.args['value%d' % i])\n    return ''\n", "medium", "low"),
    "pages_counted": ("unbounded-size", ROUTE + "    return ''.join(str(i) for i in range(int(request.args['n'])))\n", "medium", "medium"),
    "host_lets_in": ("loose-host-check", ROUTE + "    url = request.args['url']\n    if 'shop.example' not in url:\n        return 'no'\n"
                     "    return app.fetch(url)\n", "medium", "medium"),
    "host_picks": ("loose-host-check", ROUTE + "    url = request.args['url']\n    shown = 9\n    if 'shop.example' in url:\n        shown = 3\n"
                   "    return str(shown)\n", "medium", "low"),
    "drop_goes_on": ("unchecked-privilege-drop", "import os\ndef drop(uid):\n    try:\n        os.setuid(uid)\n    except OSError:\n"
                     "        print('still root')\n", "medium", "medium"),
    "drop_ends_anyway": ("unchecked-privilege-drop", "import os\ndef child(gid, program):\n    try:\n        os.setgid(gid)\n"
                         "        os.execv(program, [program])\n    except OSError as e:\n        print(e)\n    finally:\n"
                         "        os._exit(1)\n", None, None),
    "answers_awaited": ("bind-all-interfaces", "import socket\nclass Client:\n    def __init__(self, listen_port=0):\n"
                        "        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                        "        self.s.bind(('', listen_port))\n", "medium", "low"),
    "yaml_dumped": ("unsafe-yaml-load", "from ruamel.yaml import YAML\nyaml = YAML(typ='unsafe')\ndef write(rows, out):\n"
                    "    yaml.dump(rows, out)\n", "medium", "low"),
    "yaml_loaded": ("unsafe-yaml-load", "from ruamel.yaml import YAML\nyaml = YAML(typ='unsafe')\ndef read(text):\n"
                    "    return yaml.load(text)\n", "medium", "medium"),
    "public_half": ("readable-secret-file", "import os\ndef make(keyfile, pubkeyfile):\n    os.chmod(keyfile, 0o600)\n"
                    "    os.chmod(pubkeyfile, 0o644)\n", "medium", "low"),
    "first_password": ("readable-secret-file", "import os\ndef write_first(path, user, password):\n    with open(path, 'w') as out:\n"
                       "        out.write(user + password)\n    os.chmod(path, 0o644)\n", "medium", "medium"),
    "variable_of_own": ("resource-choice", ROUTE + "    import os\n    return os.getenv('SHOP_MODEL_' + request.args['q'])\n", "medium", "low"),
    "variable_of_any": ("resource-choice", ROUTE + "    import os\n    return os.getenv(request.args['q'])\n", "medium", "medium"),
    "role_looked_up": ("external-trust", "from conf import roles\nROLE = None\ndef role(request):\n    global ROLE\n    if ROLE is None:\n"
                       "        ROLE = roles()[0]\n    return ROLE\n", "medium", "low"),
    "refusal_dropped": ("missing-authorization", "from django.http import HttpResponseForbidden, HttpResponse\ndef edit(request, row):\n"
                        "    if row.owner != request.user:\n        HttpResponseForbidden()\n    row.save()\n"
                        "    return HttpResponse('')\n", "medium", "medium"),
    "socket_of_somebody": ("websocket-origin", "import tornado.websocket\nclass Feed(tornado.websocket.WebSocketHandler):\n"
                           "    def check_origin(self, origin):\n        return True\n    def open(self):\n"
                           "        self.write_message(self.get_secure_cookie('name'))\n", "medium", "medium"),
    "socket_of_nobody": ("websocket-origin", "import tornado.websocket\nclass Feed(tornado.websocket.WebSocketHandler):\n"
                         "    def check_origin(self, origin):\n        return True\n    def open(self):\n"
                         "        self.write_message('reload')\n", "medium", "low"),
    "dumped_at_once": ("unsafe-yaml-load", "from ruamel.yaml import YAML\nfrom conf import parser\ndef write(rows, out):\n"
                       "    YAML(typ='unsafe').dump(rows, out)\n    return parser.load(out)\n", None, None),
    "queue_open": ("unsafe-deserialization", ZMQ + "    sock = zmq.Context().socket(zmq.PULL)\n" + UNPACK, "high", "high"),
    "queue_by_keys": ("unsafe-deserialization", ZMQ + "    sock = zmq.Context().socket(zmq.PULL)\n    sock.curve_server = True\n" +
                      UNPACK, "low", "low"),
    "name_in_own_folder": ("insecure-temp-name", "import tempfile\ndef back_up(path):\n"
                           "    path.rename(tempfile.mktemp(dir=path.parent))\n", "high", "low"),
    "name_in_shared_folder": ("insecure-temp-name", "import tempfile\ndef back_up(path):\n"
                              "    path.rename(tempfile.mktemp(dir=tempfile.gettempdir()))\n", "high", "high"),
    "curve_of_table": ("short-key", CURVE + "def named(n):\n    if n == 1:\n        return ec.SECP192R1()\n    return None\n",
                       "high", "low"),
    "curve_used": ("short-key", CURVE + "def make():\n    return ec.generate_private_key(ec.SECP192R1())\n", "high", "high"),
    "cubic": ("redos", "import re\nINDENT = re.compile(r'\\s*\\t+\\s*(\\S)')\ndef first(line):\n    return INDENT.match(line)\n",
              "medium", "low"),
    "rows_wanted": ("unbounded-size", FLASK + "from conf import Row\n@app.get('/x')\ndef x():\n"
                    "    return str(Row.query.limit(int(request.args['n'])).all())\n", "medium", "low"),
    "signature_for_next": ("unchecked-signature", "class Signed:\n    def __init__(self, app):\n        self.app = app\n"
                           "    def __call__(self, environ, start):\n        signature = environ.get('HTTP_URL_SIGNATURE')\n"
                           "        if signature is None:\n            raise PermissionError()\n"
                           "        return self.app(environ, start)\n", "medium", "low"),
}


def answers(root):
    """The surest of each rule in each program."""
    found = sorted(scan(root), key=lambda f: ("low", "medium", "high").index(f["confidence"]))
    return {pathlib.Path(f["path"]).stem + " " + f["rule"]: f["confidence"] for f in found}


def write(folder):
    for name, (_, program, _, _) in CASES.items():
        (folder / f"{name}.py").write_text(program)


@pytest.fixture(scope="module")
def sure(tmp_path_factory):
    alone, dozens = tmp_path_factory.mktemp("alone"), tmp_path_factory.mktemp("dozens")
    write(alone)
    shop = dozens / "shop"
    shop.mkdir()
    (shop / "__init__.py").write_text("")
    write(shop)
    for i in range(40):
        (shop / f"part{i}.py").write_text(f"from . import part0\ndef f{i}():\n    return {i}\n")
    return answers(alone), answers(dozens)


@pytest.mark.parametrize("name", CASES)
def test_evidence(name, sure):
    rule, _, alone, many = CASES[name]
    own, dozens = sure
    assert (own.get(f"{name} {rule}"), dozens.get(f"{name} {rule}")) == (alone, many)
