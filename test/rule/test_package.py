# How sure the rules are in a large package. The same program is scanned three ways: on its own, as one of a few modules
# of a package, and as one of dozens. In the last, what nothing in view fills from outside, what came far, and what is
# only a hint is low; what is evident in the place stays.
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")
FLASK = "from flask import Flask, request, redirect\nimport logging\napp = Flask(__name__)\n"

TAR = "import os\nimport tarfile\n"
AIO = ("import logging\nfrom aiohttp import web\nasync def page(request: web.Request):\n"
       "    logging.warning('page %s', request.match_info[\"name\"])\n    return web.Response(text='')\napp = web.Application()\n")

# name: (rule, program, its confidence on its own, its confidence as one of dozens of modules)
CASES = {
    "hash_of_key": ("weak-hash", "import hashlib\ndef name_of(parts):\n    return hashlib.md5(parts).hexdigest()\n", "medium", "low"),
    "hash_of_password": ("weak-hash", "import hashlib\ndef seal(password):\n    x = hashlib.md5(password).hexdigest()\n    return x\n",
                         "low", "medium"),
    "short_hash": ("weak-hash", "import hashlib\ndef sign(x):\n    return hashlib.sha1(x).hexdigest()[:8]\n", "medium", "low"),
    "shell_of_parameter": ("command-injection", "import os\ndef show(name):\n    os.system('ls ' + name)\n", "medium", "low"),
    "shell_of_request": ("command-injection", FLASK + "import os\n@app.get('/x')\ndef x():\n    os.system('ls ' + request.args['q'])\n",
                         "high", "high"),
    "redirect_of_request": ("open-redirect", FLASK + "@app.get('/x')\ndef x():\n    return redirect(request.args['to'])\n",
                            "high", "high"),
    "redirect_after_own": ("open-redirect", FLASK + "from conf import HOME\n@app.get('/x')\ndef x():\n"
                           "    return redirect(HOME + request.query_string.decode())\n", "high", "low"),
    "redirect_asked_safe": ("open-redirect", FLASK + "from links import is_safe_link as is_safe\n@app.get('/x')\ndef x():\n"
                            "    to = request.args['to']\n    if to and is_safe(to, 3):\n        pass\n    return redirect(to)\n",
                            "high", "low"),
    "log_of_request": ("log-injection", FLASK + "@app.get('/x')\ndef x():\n    logging.info('q ' + request.args['q'])\n    return ''\n",
                       "medium", "medium"),
    "log_by_field": ("log-injection", FLASK + "class Page:\n    def take(self):\n        self.q = request.args['q']\n"
                     "    def say(self):\n        logging.info('q ' + self.q)\n@app.get('/x')\ndef x():\n    p = Page()\n"
                     "    p.take()\n    p.say()\n    return ''\n", "medium", "low"),
    "log_of_field": ("log-injection", FLASK + "@app.get('/x')\ndef x():\n    q = request.form['q'].strip()\n"
                     "    logging.info('%s is asked: %r', q, request.args)\n    return ''\n", "medium", "medium"),
    "log_of_kind": ("log-injection", FLASK + "from shop.kinds import Kind\n@app.get('/x')\ndef x():\n    q = request.form['q']\n"
                    "    kind = Kind(q)\n    logging.info('%s is asked for %s', q, kind.name)\n    return ''\n", "medium", "low"),
    "log_after_lookup": ("log-injection", FLASK + "from shop.kinds import find_kind\n@app.get('/x')\ndef x():\n    q = request.form['q']\n"
                         "    kind = find_kind(q)\n    logging.info('%s is asked', q)\n    return kind.name\n", "medium", "low"),
    "log_of_failure": ("log-injection", FLASK + "from shop.kinds import find_kind\n@app.get('/x')\ndef x():\n    q = request.form['q']\n"
                       "    try:\n        return find_kind(q).name\n    except KeyError:\n        logging.warning('no kind %s', q)\n    return ''\n",
                       "medium", "medium"),
    "log_of_admins": ("log-injection", FLASK + "from shop.people import admin_required\n@app.get('/x')\n@admin_required\ndef x():\n"
                      "    logging.info('%s is asked', request.form['q'])\n    return ''\n", "medium", "low"),
    "own_exception": ("error-exposure", FLASK + "from shop.faults import CardRefusedError\n@app.get('/x')\ndef x():\n    try:\n"
                      "        return str(1 / int(request.args['n']))\n    except CardRefusedError as e:\n        return str(e)\n",
                      "medium", "low"),
    "redirect_of_record": ("open-redirect", FLASK + "@app.get('/x')\ndef x():\n    to = request.json['links'][0]\n    return redirect(to)\n",
                           "high", "low"),
    "redirect_to_referer": ("open-redirect", FLASK + "@app.get('/x')\ndef x():\n    return redirect(request.headers.get('referer', '/'))\n",
                            "high", "low"),
    "page_of_list": ("xss", FLASK + "@app.get('/x')\ndef x():\n    rows = request.args.getlist('q')\n    return f'<b>{rows}</b>'\n", "high", "low"),
    "page_of_text": ("xss", FLASK + "@app.get('/x')\ndef x():\n    q = request.args.get('q')\n    return f'<b>{q}</b>'\n", "high", "high"),
    "path_beside_program": ("path-traversal", FLASK + "import os\n@app.get('/x')\ndef x():\n    name = request.args['name']\n"
                            "    if name.startswith('own'):\n        path = os.path.join(os.path.abspath(__file__), 'own.js')\n    else:\n"
                            "        path = os.path.join('/srv/pages', name)\n    with open(path) as f:\n        f.read()\n    return ''\n",
                            "high", "high"),
    "ldap_option": ("tls-no-verify", "import ldap\ndef connect(self, url):\n    if self.allow_self_signed:\n"
                    "        ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_ALLOW)\n    return ldap.initialize(url)\n",
                    "low", "low"),
    "code_of_request": ("code-injection", FLASK + "@app.get('/x')\ndef x():\n    return str(eval(request.args['q']))\n", "high", "high"),
    "code_of_admins": ("code-injection", FLASK + "from shop.people import admin_required\n@app.get('/x')\n@admin_required\ndef x():\n"
                       "    return str(eval(request.args['q']))\n", "high", "low"),
    "template_of_request": ("template-injection", FLASK + "from flask import render_template_string\n@app.get('/x')\ndef x():\n"
                            "    return render_template_string(request.args['q'])\n", "high", "high"),
    "template_of_list": ("template-injection", FLASK + "from flask import render_template_string\n@app.get('/x')\ndef x():\n    out = ''\n"
                         "    for one in request.args.getlist('q'):\n        out += render_template_string(one)\n    return out\n",
                         "high", "high"),
    "log_of_hidden": ("secret-in-log", "import logging\nclass Link:\n    def __init__(self, password):\n        self.password = password\n"
                      "    def url(self, privacy=False):\n        return f'x://u:{self.password}@host'\n"
                      "    def say(self):\n        logging.info('at %s', self.url(privacy=True))\n", "medium", None),
    "word_of_request": ("argument-injection", FLASK + "import subprocess\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                        "    return subprocess.check_output(['git', 'clone', q])\n", "high", "high"),
    "word_looked_at": ("argument-injection", FLASK + "import subprocess\n@app.get('/x')\ndef x():\n    q = request.args['q']\n"
                       "    if not q.startswith('ht'):\n        q += '.git'\n    return subprocess.check_output(['git', 'clone', q])\n", "high", "low"),
    "pattern_of_request": ("regex-injection", FLASK + "import re\n@app.get('/x')\ndef x():\n    return str(re.search(request.args['q'], 'a'))\n",
                           "medium", "medium"),
    "narrow_exception": ("error-exposure", FLASK + "import lib\n@app.get('/x')\ndef x():\n    try:\n        return lib.page(request.args['n'])\n"
                         "    except (ValueError, TypeError) as e:\n        return str(e)\n", "medium", "low"),
    "os_exception": ("error-exposure", FLASK + "import lib\n@app.get('/x')\ndef x():\n    try:\n        return lib.page(request.args['n'])\n"
                     "    except (ValueError, OSError) as e:\n        return str(e)\n", "medium", "medium"),
    "admins_exception": ("error-exposure", FLASK + "import lib\nfrom shop.people import admin_required\n@app.get('/x')\n@admin_required\ndef x():\n"
                         "    try:\n        return lib.page(request.args['n'])\n    except Exception as e:\n        return str(e)\n", "medium", "low"),
    "users_exception": ("error-exposure", FLASK + "import lib\nfrom shop.people import user_required\n@app.get('/x')\n@user_required\ndef x():\n"
                        "    try:\n        return lib.page(request.args['n'])\n    except Exception as e:\n        return str(e)\n", "medium", "medium"),
    "turned_away": ("error-exposure", FLASK + "import lib\nfrom shop.people import user\n@app.get('/x')\ndef x():\n"
                    "    if not user().is_superuser:\n        return 'no'\n"
                    "    try:\n        return lib.page(request.args['n'])\n    except Exception as e:\n        return str(e)\n", "medium", "low"),
    "console_exception": ("error-exposure", FLASK + "import lib\n@app.get('/x')\ndef x():\n    try:\n        return lib.page(request.args['n'])\n"
                          "    except Exception as e:\n        return str(e)\ndef run(code, names):\n    exec(code, names)\n", "medium", "low"),
    "any_exception": ("error-exposure", FLASK + "@app.get('/x')\ndef x():\n    try:\n        return str(1 / int(request.args['n']))\n"
                      "    except Exception as e:\n        return str(e)\n", "medium", "medium"),
    "log_of_header": ("log-injection", FLASK + "@app.get('/x')\ndef x():\n    logging.warning('from ' + request.headers['X-Ref'])\n"
                      "    return ''\n", "medium", None),
    "tls_by_named_option": ("tls-no-verify", "import ssl\ndef opened(name):\n    if name == 'nosslcheck':\n"
                            "        return ssl._create_unverified_context()\n    return None\n", "high", "low"),
    "tls_without_option": ("tls-no-verify", "import ssl\ndef opened(name):\n    if name == 'plain':\n"
                           "        return ssl._create_unverified_context()\n    return None\n", "high", "high"),
    "ecb_offered": ("ecb-mode", "from Crypto.Cipher import AES\ndef aes_ecb(key, data):\n"
                    "    return AES.new(key, AES.MODE_ECB).encrypt(data)\n", "high", "low"),
    "label_in_words": ("hard-coded-credential", "LABELS = {'Current password': 'Jelszó módosítása'}\n", "medium", "low"),
    "label_drawn": ("hard-coded-credential", "LABELS = {'Current password': 'hK9vXq27LpZ4rT8s'}\n", "medium", "medium"),
    "token_read_for_end": ("jwt-no-verify", "import jwt\ndef payload(token):\n"
                           "    return jwt.decode(token, options={'verify_signature': False})\n"
                           "def ended(token, now):\n    return payload(token)['exp'] < now\n", "high", "low"),
    "token_read_for_role": ("jwt-no-verify", "import jwt\ndef payload(token):\n"
                            "    return jwt.decode(token, options={'verify_signature': False})\n"
                            "def role(token, now):\n    return payload(token)['role']\n", "high", "high"),
    "counter_begins": ("static-iv", "from Crypto.Cipher import AES\ndef box(key, iv):\n"
                       "    return AES.new(key, AES.MODE_CTR, nonce=b'', initial_value=iv)\n", None, None),
    "counter_constant": ("static-iv", "from Crypto.Cipher import AES\ndef box(key):\n"
                         "    return AES.new(key, AES.MODE_CTR, nonce=b'12345678')\n", "high", "high"),
    "member_asked": ("path-traversal", TAR + "def refuse(m: tarfile.TarInfo, root):\n    if leads_out(root, os.path.join(root, m.name)):\n"
                     "        raise ValueError(m.name)\ndef leads_out(root, to):\n    return '..' in to.replace('\\\\', '/').split('/')\n"
                     "def unpack(tar: tarfile.TarFile, root):\n    for m in tar.getmembers():\n        refuse(m, root)\n        put(m, root)\n"
                     "def put(m: tarfile.TarInfo, root):\n    os.mkdir(os.path.join(root, m.name))\n", "high", "low"),
    "member_counted": ("path-traversal", TAR + "def refuse(m: tarfile.TarInfo, root):\n    if m.size > 9000:\n        raise ValueError(m.name)\n"
                       "def unpack(tar: tarfile.TarFile, root):\n    for m in tar.getmembers():\n        refuse(m, root)\n        put(m, root)\n"
                       "def put(m: tarfile.TarInfo, root):\n    os.mkdir(os.path.join(root, m.name))\n", "high", "high"),
    "member_asked_late": ("path-traversal", TAR + "def refuse(m: tarfile.TarInfo, root):\n    if '..' in m.name.split('/'):\n"
                          "        raise ValueError(m.name)\ndef unpack(tar: tarfile.TarFile, root):\n    for m in tar.getmembers():\n"
                          "        put(m, root)\n        refuse(m, root)\n"
                          "def put(m: tarfile.TarInfo, root):\n    os.mkdir(os.path.join(root, m.name))\n", "high", "high"),
    "members_kept": ("archive-traversal", TAR + "def unpack(tar: tarfile.TarFile, root):\n    kept = []\n    for m in tar.getmembers():\n"
                     "        m.name = m.name.lstrip('/')\n        to = os.path.realpath(os.path.join(root, m.name))\n"
                     "        if os.path.commonpath([root, to]) != root:\n            continue\n        kept.append(m)\n"
                     "    for m in kept:\n        tar.extract(m, root)\n", "high", "low"),
    "redirect_asked_host": ("open-redirect", FLASK + "from urllib.parse import urlsplit\ndef fits(to):\n    if not to:\n        return False\n"
                            "    return not urlsplit(to).netloc or to.startswith('https://shop.example')\n"
                            "@app.get('/x')\ndef x():\n    to = request.args['to']\n    if fits(to):\n        return redirect(to)\n"
                            "    return ''\n", "high", "low"),
    "log_of_row_found": ("log-injection", FLASK + "from shop.rows import rows\n@app.get('/x')\ndef x():\n    name = request.args['q']\n"
                     "    row = rows.row_by_name(name)\n    found = rows.find_one(name)\n    if found and row:\n"
                     "        logging.warning('sold %s', name)\n    return ''\n", "medium", "low"),
    "log_of_row_missing": ("log-injection", FLASK + "from shop.rows import rows\n@app.get('/x')\ndef x():\n    name = request.args['q']\n"
                       "    found = rows.find_one(name)\n    if not found:\n        logging.warning('no %s', name)\n    return ''\n",
                       "medium", "medium"),
    "log_of_key": ("log-injection", "import logging\ndef app(environ, start_response):\n    logging.warning('as %s', environ['shop.user'])\n"
                   "    start_response('200 OK', [])\n    return [b'']\n", "low", None),
    "log_of_wsgi_path": ("log-injection", "import logging\ndef app(environ, start_response):\n    logging.warning('at %s', environ['PATH_INFO'])\n"
                         "    start_response('200 OK', [])\n    return [b'']\n", "medium", "medium"),
    "log_of_patterned": ("log-injection", AIO + "app.router.add_get('/{name:[^/]+}', page)\n", "medium", "low"),
    "file_of_row": ("path-traversal", FLASK + "from shop.rows import Files\n@app.get('/x')\ndef x():\n    file = Files.find_file(request.args['q'])\n"
                    "    return open(file.path).read()\n", "medium", "low"),
    "file_of_text": ("path-traversal", FLASK + "@app.get('/x')\ndef x():\n    name = request.args.get('q')\n"
                     "    return open('in/' + name.strip()).read()\n", "high", "high"),
    "asked_by_admin": ("ssrf", FLASK + "import requests\nfrom shop.rights import admin_required\n@app.get('/x')\n@admin_required\ndef x():\n"
                       "    return requests.get(request.args['q'], timeout=3).text\n", "high", "low"),
    "asked_by_anyone": ("ssrf", FLASK + "import requests\nfrom shop.rights import login_required\n@app.get('/x')\n@login_required\ndef x():\n"
                        "    return requests.get(request.args['q'], timeout=3).text\n", "high", "high"),
    "log_of_record": ("log-injection", "import logging\nfrom django.http import HttpRequest\nfrom shop.forms import RowsForm\ndef view(request: HttpRequest):\n"
                      "    form = RowsForm(request.POST)\n    for row in form.cleaned_data['rows']:\n"
                      "        logging.info('gone: %s', row.title)\n", "medium", "low"),
    "log_of_part": ("log-injection", AIO + "app.router.add_get('/{name}', page)\n", "medium", "medium"),
    "told_of_text": ("error-exposure", FLASK + "import json\n@app.get('/x')\ndef x():\n    try:\n"
                     "        n = json.loads(request.args['n'])\n    except Exception as e:\n        return str(e), 400\n"
                     "    return str(n)\n", "medium", "low"),
    "told_but_one": ("error-exposure", FLASK + "from shop.faults import said\n@app.get('/x')\ndef x():\n    try:\n"
                     "        return str(1 / int(request.args['n']))\n    except Exception as e:\n        if isinstance(e, said):\n"
                     "            raise\n        return str(e)\n", "medium", "medium"),
    "told_by_kind": ("error-exposure", FLASK + "from shop.faults import said\n@app.get('/x')\ndef x():\n    try:\n"
                     "        return str(1 / int(request.args['n']))\n    except Exception as e:\n        if isinstance(e, said):\n"
                     "            return str(e)\n        return 'no'\n", "medium", "low"),
    "markup_of_own_address": ("xss", "from django.utils.html import mark_safe\ndef view(request):\n"
                              "    return mark_safe('<a href=\"' + request.build_absolute_uri('/') + '\">home</a>')\n", "medium", "low"),
    "body_of_length_in_memory": ("unbounded-size", "from http.server import BaseHTTPRequestHandler\nclass In(BaseHTTPRequestHandler):\n"
                       "    def do_POST(self):\n        body = self.rfile.read(int(self.headers['Content-Length']))\n"
                       "        self.wfile.write(str(len(body)).encode())\n", "medium", "low"),
    "row_count": ("unbounded-size", FLASK + "@app.get('/x')\ndef x():\n    return ','.join(str(i) for i in range(int(request.args['n'])))\n",
                  "medium", "medium"),
    "whole_document": ("nosql-injection", FLASK + "import graphql\n@app.post('/x')\ndef x():\n"
                       "    return str(graphql.parse(request.get_data(as_text=True)))\n", "high", "low"),
    "built_document": ("nosql-injection", FLASK + "import graphql\n@app.post('/x')\ndef x():\n"
                       "    return str(graphql.parse('{ user(name: \"' + request.args['n'] + '\") { id } }'))\n", "high", "high"),
    "table_in_memory": ("ssrf", FLASK + "from six import StringIO\nimport pandas\n@app.post('/x')\ndef x():\n"
                        "    return str(pandas.read_csv(StringIO(request.get_data(as_text=True))))\n", None, None),
    "table_at_address": ("ssrf", FLASK + "import pandas\n@app.post('/x')\ndef x():\n"
                         "    return str(pandas.read_csv(request.args['at']))\n", "high", "high"),
    "log_of_environment": ("log-injection", "import logging\nimport os\nlogging.warning('in ' + os.environ['PLACE'])\n", "low", None),
    "log_to_debug": ("log-injection", FLASK + "@app.get('/x')\ndef x():\n    logging.debug('q ' + request.args['q'])\n    return ''\n",
                     "medium", "low"),
    "log_of_stored": ("log-injection", FLASK + "from shop.rows import rows\n@app.get('/x')\ndef x():\n"
                      "    row = rows.get(request.args['q'])\n    logging.warning('has ' + row.name)\n    return ''\n", "medium", "low"),
    "listed_file": ("path-traversal", "import os\ndef show(folder):\n    for name in os.listdir('conf'):\n"
                    "        print(open('conf/' + name).read())\n", "low", None),
    "own_template": ("path-traversal", "from django.shortcuts import render\ndef page(request, template='shop/page.html'):\n"
                     "    return render(request, template, {})\n", "low", "low"),
    "log_by_repr": ("log-injection", FLASK + "@app.get('/x')\ndef x():\n    try:\n        return open('x').read()\n"
                    "    except OSError as e:\n        logging.error('no %r', request.args['q'], exc_info=e)\n        return ''\n",
                    None, None),
    "salt_of_request": ("predictable-secret", "import random\nURL = 'https://api.example.org/'\ndef sign_request(url):\n    salt = str(random.getrandbits(64))\n"
                        "    return url + salt\n", "high", "low"),
    "seeded_token": ("predictable-secret", "import random\nimport zlib\ndef token_of(name):\n"
                     "    random.seed(zlib.crc32(name))\n    token = str(random.getrandbits(64))\n    return token\n", "high", "low"),
    "mocked_secret": ("predictable-secret", "from tool.internal import mock_random as random\ndef new_password():\n"
                      "    password = random.choice('abcdef')\n    return password\n", None, None),
    "salt_of_password": ("predictable-secret", "import random\ndef keep(password):\n    salt = str(random.getrandbits(64))\n"
                         "    return scrypt(password, salt)\n", "high", "high"),
    "trusted_token": ("jwt-no-verify", "import jwt\ndef from_trusted_token(token):\n"
                      "    return jwt.decode(token, options={'verify_signature': False})\n", "high", "low"),
    "any_token": ("jwt-no-verify", "import jwt\ndef user_of(token):\n"
                  "    return jwt.decode(token, options={'verify_signature': False})['sub']\n", "high", "high"),
    "named_insecure": ("tls-no-verify", "import ssl\nINSECURE = ssl.SSLContext()\nINSECURE.verify_mode = ssl.CERT_NONE\n", "low", "low"),
    "unnamed_insecure": ("tls-no-verify", "import ssl\nCONTEXT = ssl.SSLContext()\nCONTEXT.verify_mode = ssl.CERT_NONE\n", "high", "high"),
    "arguments_example": ("hard-coded-credential", "arguments_example = dict(host='db', access_token='hK9vXq27LpZ4rT8s')\n",
                          "medium", "low"),
    "arguments_given": ("hard-coded-credential", "arguments = dict(host='db', access_token='hK9vXq27LpZ4rT8s')\n", "medium", "medium"),
    "class_of_bearer": ("hard-coded-credential", "CLASSES = {'basic': 'Basic', 'access_token': 'ASCIIHTTPBearer'}\n", "medium", "low"),
    "warned_password": ("hard-coded-credential", "def start(password):\n    if password == 'password':\n        print('change it')\n",
                        "medium", None),
    "known_password": ("hard-coded-credential", "def start(password):\n    if password == 'tr0ub4dor':\n        print('in')\n",
                       "medium", "medium"),
    "imap_of_choice": ("cleartext-transport", "import imaplib\ndef reach(url):\n    if url.scheme == 'imap':\n"
                       "        return imaplib.IMAP4(url.hostname)\n    return imaplib.IMAP4_SSL(url.hostname)\n", "medium", "low"),
    "imap_only": ("cleartext-transport", "import imaplib\ndef reach(url):\n    return imaplib.IMAP4(url.hostname)\n", "medium", "medium"),
    "name_in_own_folder": ("insecure-temp-name", "import tempfile\nclass Room:\n    def __init__(self):\n"
                           "        self.folder = tempfile.mkdtemp()\n    def name(self):\n"
                           "        return tempfile.mktemp('', 'x-', self.folder)\n", "high", "low"),
    "name_anywhere": ("insecure-temp-name", "import tempfile\ndef name():\n    return tempfile.mktemp('', 'x-')\n", "high", "high"),
    "origin_of_decorator": ("cors-any-origin", FLASK + "def crossdomain(origin):\n    def decorator(f):\n"
                            "        def wrapped(*args):\n            r = f(*args)\n"
                            "            r.headers['Access-Control-Allow-Origin'] = origin\n"
                            "            r.headers['Access-Control-Allow-Credentials'] = 'true'\n            return r\n"
                            "        return wrapped\n    return decorator\n", "medium", None),
    "origin_of_asker": ("cors-any-origin", FLASK + "@app.after_request\ndef allow(r):\n    origin = request.headers['Origin']\n"
                        "    r.headers['Access-Control-Allow-Origin'] = origin\n"
                        "    r.headers['Access-Control-Allow-Credentials'] = 'true'\n    return r\n", "medium", "medium"),
    "shared_by_id": ("insecure-direct-object", "from django.contrib.auth.decorators import login_required\n"
                     "from django.db import models\nfrom django.shortcuts import get_object_or_404\n"
                     "class Hint(models.Model):\n    votes = models.IntegerField()\n"
                     "@login_required\ndef vote(request, hint_id):\n    return get_object_or_404(Hint, pk=hint_id)\n",
                     "medium", "low"),
    "owned_by_id": ("insecure-direct-object", "from django.contrib.auth.decorators import login_required\n"
                    "from django.db import models\nfrom django.shortcuts import get_object_or_404\n"
                    "class Hint(models.Model):\n    owner = models.ForeignKey('auth.User', models.CASCADE)\n"
                    "@login_required\ndef vote(request, hint_id):\n    return get_object_or_404(Hint, pk=hint_id)\n",
                    "medium", "medium"),
    "body_of_length": ("unbounded-size", "from http.server import BaseHTTPRequestHandler\nclass In(BaseHTTPRequestHandler):\n"
                       "    def do_POST(self):\n        self.body = self.rfile.read(int(self.headers['Content-Length']))\n", "medium", "low"),
    "nonce_of_request": ("predictable-secret", "import random\ndef nonce(size):\n"
                         "    return ''.join(random.choice('abc') for _ in range(size))\n", "high", "low"),
    "own_two": ("timing-compare", "from conf import a, b\ndef validate_both():\n    config_secret = a()\n    second_password = b()\n"
                "    return config_secret == second_password\n", "medium", "low"),
    "own_and_given": ("timing-compare", "from conf import a\ndef validate(password):\n    second_secret = a()\n"
                      "    return password == second_secret\n", "medium", "medium"),
    "unpacked_password": ("timing-compare", "from conf import stored\ndef authorize(info):\n    name, password = info\n"
                          "    stored_password = stored(name)\n    return stored_password == password\n", "medium", "medium"),
    "development_server": ("bind-all-interfaces", "from http.server import HTTPServer\nclass AppDevelopmentServer:\n"
                           "    def start(self, handler):\n        HTTPServer(('0.0.0.0', 3000), handler)\n", "medium", "low"),
    "any_server": ("bind-all-interfaces", "from http.server import HTTPServer\nclass AppServer:\n"
                   "    def start(self, handler):\n        HTTPServer(('0.0.0.0', 3000), handler)\n", "medium", "medium"),
    "word_for_token": ("hard-coded-credential", "def start(access_token):\n    if access_token == 'cache':\n        print('kept')\n",
                       "medium", "low"),
    "key_of_claims": ("jwt-no-verify", "import jwt\nfrom conf import key_for, decode_token\ndef user_of(token):\n"
                      "    unverified = jwt.decode(token, options={'verify_signature': False})\n"
                      "    return decode_token(token, key_for(unverified))\n", "high", "low"),
    "believed_first": ("jwt-no-verify", "import jwt\nfrom conf import of_server, decode_token\ndef user_of(token):\n"
                       "    unverified = jwt.decode(token, options={'verify_signature': False})\n    user = of_server(unverified)\n"
                       "    if user:\n        return user\n    return decode_token(token)\n", "high", "high"),
    "believed_claims": ("jwt-no-verify", "import jwt\nfrom conf import find\ndef user_of(token):\n"
                        "    unverified = jwt.decode(token, options={'verify_signature': False})\n"
                        "    return find(unverified['sub'])\n", "high", "high"),
    "field_of_fault": ("hard-coded-credential", "import jwt\ndef start(app):\n    return app.config.get('ERROR_MESSAGE_KEY', 'msg')\n",
                       "medium", "low"),
    "opened_to_delete": ("loose-permissions", "import os\ndef again(func, path, fault):\n    os.chmod(path, 0o777)\n    func(path)\n",
                         "high", "low"),
    "opened_to_all": ("loose-permissions", "import os\ndef share(func, path):\n    os.chmod(path, 0o777)\n    return path\n",
                      "high", "high"),
    "inner_name": ("cleartext-http", "import requests\ndef ask(password):\n"
                   "    return requests.post('http://supervisor/auth', json={'password': password})\n", "medium", "low"),
    "outer_name": ("cleartext-http", "import requests\ndef ask(password):\n"
                   "    return requests.post('http://shop.example.org/auth', json={'password': password})\n", "medium", "medium"),
    "no_algorithm": ("hard-coded-key", "import jwt\ndef issue(user):\n    return jwt.encode({'sub': user}, 'none', algorithm='none')\n",
                     "medium", "low"),
    "yaml_full": ("unsafe-yaml-load", "import yaml\nCONF = yaml.full_load(open('c.yml'))\n", "medium", "low"),
    "public_digest": ("timing-compare", "def verify_zone(zone, shown):\n    made = zone.compute_digest()\n"
                      "    if made == shown.digest:\n        return True\n", "medium", "low"),
    "shown_certificate": ("tls-no-verify", "import socket\nimport ssl\ndef certificate_of(host):\n    ctx = ssl.create_default_context()\n"
                          "    ctx.check_hostname = False\n    ctx.verify_mode = ssl.CERT_NONE\n"
                          "    with ctx.wrap_socket(socket.create_connection((host, 443))) as s:\n        return s.getpeercert(True)\n",
                          "low", "low"),
    "said_unchecked": ("tls-no-verify", "import socket\nimport ssl\ndef say(host, text):\n    ctx = ssl.create_default_context()\n"
                       "    ctx.check_hostname = False\n    ctx.verify_mode = ssl.CERT_NONE\n"
                       "    with ctx.wrap_socket(socket.create_connection((host, 443))) as s:\n        s.getpeercert(True)\n"
                       "        s.sendall(text)\n", "high", "high"),
    "handed_prompt": ("prompt-injection", "from openai import OpenAI\ndef ask(rules, tools):\n    llm = OpenAI()\n"
                      "    return llm.chat.completions.create(model='m', messages=[{'role': 'system', 'content': 'You ' + rules}],\n"
                      "                                       tools=tools)\n", "medium", "low"),
    "run_number": ("predictable-secret", "import random\nclass Run:\n    def __init__(self):\n"
                   "        self.session_id = ''.join(random.choice('abcdef') for _ in range(6))\n", "high", "low"),
    "visit_number": ("predictable-secret", "import random\nclass Visit:\n    def __init__(self, login):\n        self.login = login\n"
                     "        self.session_id = ''.join(random.choice('abcdef') for _ in range(6))\n", "high", "high"),
    "files_of_user": ("path-traversal", "import argparse\nargs = argparse.ArgumentParser()\nargs.add_argument('f')\n"
                      "given = args.parse_args()\nprint(open('in/' + given.f).read())\n", "low", None),
    "secret_of_others": ("hard-coded-credential", "SITE = 'https://video.example/api'\nclient_secret = '9f8c2e71ab04d7f3c655'\n",
                         "medium", "medium"),
    "status_hash": ("weak-hash", "from cryptography.hazmat.primitives import hashes\nfrom cryptography.x509 import ocsp\n"
                    "def verify_status(cert, issuer):\n    asked = ocsp.OCSPRequestBuilder()\n"
                    "    return asked.add_certificate(cert, issuer, hashes.SHA1()).build()\n", "medium", "low"),
    "signed_hash": ("weak-hash", "from cryptography.hazmat.primitives import hashes\n"
                    "def sign_link(key, text, pad):\n    return key.sign(text, pad, hashes.SHA1())\n", "medium", "medium"),
    "hash_there": ("weak-hash", "import hashlib\ndef verify_has_sha():\n    hashlib.new('sha1')\n", "medium", None),
    "own_xml": ("weak-xml-parser", "import lxml.etree\ndef small(text):\n    p = lxml.etree.XMLParser(remove_blank_text=True)\n"
                "    return lxml.etree.XML(text, p)\n", "medium", "low"),
    "open_xml": ("weak-xml-parser", "import lxml.etree\ndef small(text):\n    p = lxml.etree.XMLParser(load_dtd=True, no_network=False)\n"
                 "    return lxml.etree.XML(text, p)\n", "medium", "medium"),
    "page_for_me": ("unbounded-size", "import http.server\nURL = 'http://localhost:9000'\n"
                    "class Page(http.server.BaseHTTPRequestHandler):\n    def do_POST(self):\n"
                    "        self.save(self.rfile.read(int(self.headers['Content-Length'])))\n", "medium", "low"),
    "log_of_known": ("log-injection", FLASK + "from shop.rows import rows\n@app.get('/x')\ndef x():\n    key = request.args['q']\n"
                     "    row = rows.get(key)\n    if not row:\n        return ''\n    logging.info('seen ' + key)\n    return ''\n",
                     "medium", "low"),
    "log_of_unknown": ("log-injection", FLASK + "from shop.rows import rows\n@app.get('/x')\ndef x():\n    key = request.args['q']\n"
                       "    row = rows.get(key)\n    if not row:\n        logging.info('no ' + key)\n        return ''\n"
                       "    return ''\n", "medium", "medium"),
    "checked_only": ("error-exposure", FLASK + "from checks import validate_name\n@app.get('/x')\ndef x():\n    try:\n"
                     "        validate_name(request.args['n'])\n    except Exception as e:\n        return str(e)\n"
                     "    return ''\n", "medium", "low"),
    "kind_asked": ("error-exposure", FLASK + "from parts import part\n@app.get('/x')\ndef x():\n    try:\n"
                   "        return part(request.args['n'])\n    except Exception as e:\n"
                   "        return str(e) if isinstance(e, LookupError) else 'fault'\n", "medium", "low"),
    "two_of_input": ("error-exposure", FLASK + "from parts import part\nfrom json import JSONDecodeError\nfrom pydantic import ValidationError\n"
                     "@app.get('/x')\ndef x():\n    try:\n        return part(request.args['n'])\n"
                     "    except (ValidationError, JSONDecodeError) as e:\n        return str(e)\n", "medium", "low"),
    "debug_logged": ("error-exposure", FLASK + "from parts import part\n@app.get('/x')\ndef x():\n    try:\n"
                     "        return part(request.args['n'])\n    except Exception as e:\n        logging.debug('x')\n"
                     "        return str(e)\n", "medium", "medium"),
    "sign_of_secret": ("hard-coded-credential", "SITE = 'https://video.example/api'\n_secret_sig = '9f8c2e71ab04d7f3c655'\n",
                       "medium", "low"),
    "file_of_settings": ("path-traversal", "import configparser\nconf = configparser.ConfigParser()\nconf.read('a.ini')\n"
                         "print(open('in/' + conf.get('a', 'b')).read())\n", "low", None),
    "kept_by_hash": ("weak-hash", "import hashlib\ndef at(run):\n    token = '%s.cached' % hashlib.sha1(run.encode()).hexdigest()\n"
                     "    return token\n", "medium", "low"),
    "end_of_own": ("jwt-no-verify", "import jwt\ndef end(token):\n    claims = jwt.decode(token, options={'verify_signature': False})\n"
                   "    return claims.get('exp')\n", "high", "low"),
    "more_than_end": ("jwt-no-verify", "import jwt\ndef end(token):\n    claims = jwt.decode(token, options={'verify_signature': False})\n"
                      "    return claims.get('exp'), claims['sub']\n", "high", "high"),
    "key_of_table": ("hard-coded-credential", "import os, jwt\nKEY = lambda: jwt.encode({}, os.environ.get('APP_USER_KEY', 'email'))\n",
                     None, None),
    "key_by_default": ("hard-coded-credential", "import os, jwt\nKEY = lambda: jwt.encode({}, os.environ.get('APP_SIGNING_KEY', 'email'))\n",
                       "medium", "low"),
    "csrf_hint": ("csrf-off", "from django.views.decorators.csrf import csrf_exempt\n@csrf_exempt\ndef pay(request):\n"
                  "    request.user.pay(request.POST['to'])\n", "medium", "low"),
    "salt": ("predictable-secret", "import random\ndef seal():\n    salt = str(random.getrandbits(64))\n    return salt\n",
             "high", "low"),
    "config_template": ("autoescape-off", "import jinja2\nenv = jinja2.Environment(loader=jinja2.FileSystemLoader('conf'))\n",
                        "medium", "low"),
    "page_template": ("autoescape-off", "import jinja2\nenv = jinja2.Environment(loader=jinja2.FileSystemLoader('pages'))\n"
                      "page = env.get_template('page.html')\n", "medium", "low"),
    "key_of_others": ("hard-coded-credential", "SITE = 'https://video.example/api'\nAPI_KEY = '9f8c2e71ab04d7f3c655'\n",
                      "medium", "low"),
    "field_by_name": ("hard-coded-credential", "FIELDS = dict(mod_password='moderator_password')\n", "medium", "low"),
    "label": ("hard-coded-credential", "TOKEN = 'board-front-desk'\n", "medium", "low"),
    "drawn": ("hard-coded-credential", "TOKEN = '9f8c2e71ab04d7f3c655'\n", "medium", "medium"),
    "protocol_cipher": ("ecb-mode", "# the key schedule of RFC 4493\nfrom Crypto.Cipher import AES\ndef mac(key, block):\n"
                        "    return AES.new(key, AES.MODE_ECB).encrypt(block)\n", "high", "low"),
    "own_cipher": ("ecb-mode", "from Crypto.Cipher import AES\nfrom Crypto.Util.Padding import pad\ndef seal(key, text):\n"
                   "    return AES.new(key, AES.MODE_ECB).encrypt(pad(text, 16))\n", "high", "high"),
    "folder_mode": ("loose-permissions", "import os\ndef ensure(name):\n    os.makedirs(name, mode=0o777, exist_ok=True)\n",
                    "high", "low"),
    "file_mode": ("loose-permissions", "import os\ndef share(name):\n    os.chmod(name, 0o777)\n", "high", "high"),
    "helpers_reply": ("xss", FLASK + "import pages\n@app.get('/x/<key>')\ndef x(key):\n"
                      "    return pages.move_to('<p>' + key)\n", "medium", "low"),
    "own_reply": ("xss", FLASK + "@app.get('/x')\ndef x():\n    return '<p>' + request.args['q']\n", "high", "high"),
    "debug_asked": ("debug-mode", FLASK + "from werkzeug.debug import DebuggedApplication\ndef make(conf):\n"
                    "    if conf['debug']:\n        app.wsgi_app = DebuggedApplication(app.wsgi_app, True)\n", "high", "low"),
    "cookie_value": ("cookie-injection", FLASK + "from flask import make_response\n@app.get('/x')\ndef x():\n"
                     "    r = make_response('')\n    r.set_cookie('sort', request.args['s'])\n    return r\n", "medium", "low"),
    "cookie_name": ("cookie-injection", FLASK + "from flask import make_response\n@app.get('/x')\ndef x():\n"
                    "    r = make_response('')\n    r.set_cookie(request.args['s'], 'done')\n    return r\n", "medium", "medium"),
    "cookie_setting": ("insecure-cookie", FLASK + "from flask import make_response\nfrom conf import COOKIES\nSAFE = False\n"
                       "@app.get('/x')\ndef x():\n    r = make_response('')\n"
                       "    r.set_cookie('session_id', app.fresh(), secure=SAFE, httponly=True)\n    return r\n", "medium", None),
    "redirect_of_object": ("open-redirect", "from django.shortcuts import redirect\nfrom shelves import find\n"
                           "def show(request):\n    shelf = find(request.GET['at'])\n    shelf.seen = True\n"
                           "    return redirect(shelf)\n", "medium", "low"),
    "redirect_of_text": ("open-redirect", "from django.shortcuts import redirect\ndef show(request):\n"
                         "    to = request.GET['to']\n    return redirect(to.strip())\n", "high", "high"),
    "neighbours": ("missing-authentication", "from fastapi import Depends, FastAPI\nfrom people import current_user\nimport stock\n"
                   "app = FastAPI()\n@app.post('/a')\ndef a(user=Depends(current_user)):\n    stock.a(user)\n"
                   "@app.post('/b')\ndef b():\n    stock.b()\n", "medium", "low"),
    "odd_one": ("missing-authentication", "from fastapi import Depends, FastAPI\nfrom people import current_user\nimport stock\n"
                "app = FastAPI()\n" + "".join(f"@app.post('/{n}')\ndef {n}(user=Depends(current_user)):\n    stock.{n}(user)\n"
                                              for n in "acde") + "@app.post('/b')\ndef b():\n    stock.b()\n", "medium", "low"),
    "hash_with_secret": ("weak-hash", "import hashlib\ndef tag(user, secret):\n"
                         "    return hashlib.sha1((user + secret).encode()).hexdigest()\n", "medium", "medium"),
    "hash_with_drawn": ("weak-hash", "import hashlib\nimport os\ndef tag(user, secret):\n    more = os.urandom(16).hex()\n"
                        "    return hashlib.sha1((more + user + secret).encode()).hexdigest()\n", "medium", "low"),
    "hash_for_handshake": ("weak-hash", "import hashlib\ndef answer(self, secret):\n    handshake = Handshake()\n"
                           "    handshake['value'] = hashlib.sha1((self.sid + secret).encode()).hexdigest()\n"
                           "    self.send(handshake)\n", "medium", "low"),
    "hash_by_name": ("weak-hash", "import hashlib\ndef sign_of(rows):\n    return hashlib.md5(rows).hexdigest()\n", "medium", "low"),
    "password_stored": ("fast-password-hash", "import hashlib\ndef hash_password(password):\n"
                        "    return hashlib.sha256(password.encode()).hexdigest()\n", "high", "high"),
    "password_compared": ("fast-password-hash", "import hashlib\ndef enter(user, password):\n"
                          "    return hashlib.sha256(password.encode()).hexdigest() == user.password_hash\n", "high", "high"),
    "password_in_name": ("fast-password-hash", "import hashlib\ndef name_of(host, password):\n"
                         "    return hashlib.sha256((host + password).encode()).hexdigest()\n", "high", "low"),
    "password_in_rounds": ("fast-password-hash", "import hashlib\ndef hash_password(password):\n    h = password.encode()\n"
                           "    for i in range(5000):\n        h = hashlib.sha256(h + password.encode()).digest()\n"
                           "    return h.hex()\n", "high", "low"),
    "lock_token": ("predictable-secret", "import random\ndef generate_lock_token():\n"
                   "    return 'lock:' + hex(random.getrandbits(256))\n", "high", "low"),
    "reset_token": ("predictable-secret", "import random\nimport string\ndef make_reset_token():\n"
                    "    return ''.join(random.choices(string.ascii_letters, k=32))\n", "high", "high"),
    "seed_of_lock": ("small-seed", "import random\nimport time\ngen = random.Random(time.time())\ndef lock_token():\n"
                     "    return random.random()\n", "medium", "low"),
    "seed_of_key": ("small-seed", "import random\nimport time\ndef session_key():\n    random.seed(time.time())\n"
                    "    return random.random()\n", "medium", "medium"),
    "vector_to_seal": ("static-iv", "from Crypto.Cipher import AES\ndef seal(key, text):\n"
                       "    return AES.new(key, AES.MODE_CBC, b'0123456789abcdef').encrypt(text)\n", "high", "high"),
    "vector_to_open": ("static-iv", "from Crypto.Cipher import AES\ndef unwrap(key, text):\n"
                       "    return AES.new(key, AES.MODE_CBC, bytes(16)).decrypt(text)\n", "high", "low"),
    "cipher_to_open": ("weak-cipher", "from Crypto.Cipher import ARC4\ndef boot(key, data):\n    return ARC4.new(key).encrypt(data)\n"
                       "def decrypt_row(key, data):\n    return boot(key, data)\n", "high", "low"),
    "cipher_to_seal": ("weak-cipher", "from Crypto.Cipher import ARC4\ndef seal(key, data):\n    return ARC4.new(key).encrypt(data)\n",
                       "high", "high"),
    "key_of_tokens": ("hard-coded-key", "import jwt\ndef issue(user):\n"
                      "    return jwt.encode({'sub': user}, 'k3y-0f-the-h0use!', algorithm='HS256')\n", "medium", "medium"),
    "key_made_on_the_way": ("hard-coded-key", "import hmac\ndef opened(parts, message):\n    keys = b''\n    for p in parts:\n"
                            "        keys += b''\n    return hmac.new(keys[:32], message, 'sha256').digest()\n", "medium", "low"),
    "key_that_names": ("hard-coded-key", "import hmac\ndef extract(shared):\n"
                       "    return hmac.new(b'box-v2', shared, 'sha256').digest()\n", "medium", "low"),
    "key_to_open": ("hard-coded-key", "from Crypto.Cipher import AES\ndef unpack(data):\n"
                    "    return AES.new(b'0123456789abcdef', AES.MODE_CBC, data[:16]).decrypt(data[16:])\n", "medium", "low"),
    "end_not_asked": ("jwt-no-expiry", "import jwt\ndef claims(token, key):\n"
                      "    return jwt.decode(token, key, algorithms=['HS256'], options={'verify_exp': False})\n", "high", "low"),
    "marker_bytes": ("hard-coded-credential", "WRITE_TOKEN = b'L@stWr!t3T0k3n'\n", "medium", "low"),
    "secret_of_client": ("hard-coded-credential", "SITE = 'https://photos.example/api'\n"
                         "HEADERS = {'secret-key': 'H2jk9uKnhRmL6WPwh89zBezWvr'}\n", "medium", "medium"),
    "key_for_counting": ("hard-coded-credential", "AMPLITUDE_API_KEY = '97ddc2acbf306ab7bf54aca0aeb7ffa1'\n", "medium", "low"),
    "shown_as_example": ("hard-coded-credential", "REPLY = {'example': {'access_token': '9f8c2e71ab04d7f3c655'}}\n", "medium", "low"),
    "compared_word": ("hard-coded-credential", "def opened(password):\n    return password == 'mypassword'\n", "medium", "low"),
    "pattern_of_addresses": ("hard-coded-credential", "URL = r'http[s]?://(?:[a-zA-Z]|[0-9]|[$-_@.&+]|[!*])+'\n", "medium", "low"),
    "address_here": ("hard-coded-credential", "URL = 'mssql://sa:ReallyStr0ngPwd1234@127.0.0.1:1433/ci'\n", "medium", "low"),
    "one_block": ("ecb-mode", "from Crypto.Cipher import AES\ndef mask(key, block):\n"
                  "    return AES.new(key, AES.MODE_ECB).encrypt(block[:16])\n", "high", "low"),
    "tls_parameter": ("tls-no-verify", "import requests\ndef look(site, secure=True):\n    return requests.head(site, verify=secure)\n"
                      "def look_anyway(site):\n    return look(site, secure=False)\n", "high", "low"),
    "tls_off_for_all": ("tls-no-verify", "import requests\ndef look(site):\n"
                        "    return requests.get(site, verify=False).text\n", "high", "high"),
    "tls_probe": ("tls-no-verify", "import requests\ndef is_up(base):\n"
                  "    return requests.get(base + '/health', verify=False, timeout=9).ok\n", "high", "low"),
    "tls_probe_with_key": ("tls-no-verify", "import requests\ndef is_up(base, key):\n"
                           "    return requests.get(base, headers={'Authorization': key}, verify=False, timeout=9).ok\n",
                           "high", "high"),
    "tls_probe_by_name": ("tls-no-verify", "import httpx\ndef is_up(url):\n    r = httpx.head(url, timeout=3, verify=False)\n"
                          "    return r.status_code in (200, 302)\n", "high", "low"),
    "answer_taken": ("tls-no-verify", "import httpx\ndef page(url):\n    r = httpx.get(url, timeout=3, verify=False)\n"
                     "    return r.text if r.status_code == 200 else ''\n", "high", "high"),
    "any_key_by_option": ("ssh-host-key", "import subprocess\ndef copy(self, src, to):\n    cmd = ['scp', '-q']\n"
                          "    if self.no_host_key_check:\n        cmd.extend(['-o', 'StrictHostKeyChecking=no'])\n"
                          "    subprocess.run(cmd + [src, to])\n", "medium", "low"),
    "any_key_for_all": ("ssh-host-key", "import subprocess\ndef copy(self, src, to):\n    cmd = ['scp', '-q']\n"
                        "    cmd.extend(['-o', 'StrictHostKeyChecking=no'])\n    subprocess.run(cmd + [src, to])\n",
                        "medium", "medium"),
    "hash_of_none": ("hard-coded-credential", "def check(find, dummy_password='pbkdf2:sha256:150000$Z3t6fmj2$22da622d94a1f8118'):\n"
                     "    return find(dummy_password)\n", "low", "low"),
    "hash_of_challenge": ("weak-hash", "from hashlib import md5\nclass Challenger:\n    def check(self, password):\n"
                          "        return self.equal(md5(password).digest())\n", "low", "low"),
    "tls_of_no_tls": ("tls-no-verify", "import aiohttp\ndef reach(place):\n    conn = aiohttp.TCPConnector(ssl=False)\n"
                      "    return conn, f'http://{place}'\n", "high", "low"),
    "tls_closed_at_once": ("tls-no-verify", "import ssl\ndef answers(sock, name):\n    context = ssl.create_default_context()\n"
                           "    context.check_hostname = False\n    context.verify_mode = ssl.CERT_NONE\n"
                           "    context.wrap_socket(sock, server_hostname=name).close()\n    return True\n", "high", "low"),
    "name_closed_at_once": ("tls-no-hostname", "import ssl\ndef answers(sock, name):\n    context = ssl.create_default_context()\n"
                            "    context.check_hostname = False\n"
                            "    context.wrap_socket(sock, server_hostname=name).close()\n    return True\n", "high", "low"),
    "debug_by_option": ("debug-mode", "from tornado import web\nfrom tornado.options import options\noptions.debug = True\n"
                        "def make(handlers):\n    return web.Application(handlers, debug=options.debug)\n", "high", "low"),
    "debug_by_parameter": ("debug-mode", FLASK + "def serve(debug=False):\n    app.run(debug=debug, port=8000)\n"
                           "def develop():\n    serve(debug=True)\n", "high", "low"),
    "debug_for_all": ("debug-mode", FLASK + "def serve(debug=False):\n    app.run(debug=True, port=8000)\n", "high", "high"),
    "debug_of_unserved": ("debug-mode", FLASK + "app.debug = True\n", "high", "low"),
    "debug_toolbar": ("debug-mode", FLASK + "from flask_debugtoolbar import DebugToolbarExtension\n"
                      "DebugToolbarExtension(app)\n", "high", "low"),
    "settings_served": ("debug-settings", "DEBUG = True\nROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = []\n", "medium", "medium"),
    "settings_with_local": ("debug-settings", "DEBUG = True\nROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = []\n"
                            "from settings_local import *\n", "medium", "low"),
    "settings_of_library": ("debug-settings", "DEBUG = True\nINSTALLED_APPS = []\n", "medium", "low"),
    "settings_asked": ("debug-settings", FLASK + "def main(args):\n    if args.verbose:\n        app.config['DEBUG'] = True\n",
                       "medium", "low"),
    "token_lets_in": ("jwt-no-verify", "import jwt\ndef who(token):\n"
                      "    found = jwt.decode(token, options={'verify_signature': False})\n"
                      "    return found['sub']\n", "high", "high"),
    "token_vouched_for": ("jwt-no-verify", "import jwt\ndef who(client, form):\n    client.userinfo(form.token)\n"
                          "    found = jwt.decode(form.token, options={'verify_signature': False})\n"
                          "    return found['sub']\n", "high", "low"),
    "token_of_reply": ("jwt-no-verify", "import jwt\ndef profile(reply):\n"
                       "    return jwt.decode(reply['id_token'], options={'verify_signature': False})\n", "high", "low"),
    "token_of_own_grant": ("jwt-no-verify", "import jwt\ndef entry_for(data):\n"
                           "    found = jwt.decode(data['token']['access_token'], options={'verify_signature': False})\n"
                           "    return found['sub']\n", "high", "low"),
    "token_by_parameter": ("jwt-no-verify", "import jwt\ndef who(token, key, verify=True):\n"
                           "    return jwt.decode(token, key, verify=verify, algorithms=['HS256'])['sub']\n"
                           "def peek(token, key):\n    return who(token, key, verify=False)\n", "high", "low"),
    "settings_key_hashed": ("password-hash", "from hashlib import sha1\nfrom django.conf import settings\n"
                            "from django.utils.encoding import force_bytes\ndef install_key():\n"
                            "    return sha1(force_bytes(settings.SECRET_KEY)).hexdigest()\n", "high", "low"),
    "signature_of_body": ("unchecked-signature", "def receive(request):\n    signature = request.headers.get('X-Signature')\n"
                          "    if not signature:\n        return None\n    return take(request.body)\n", "medium", "medium"),
    "signature_seen": ("unchecked-signature", "def layer(environ, app):\n    signature = environ.get('HTTP_URL_SIGNATURE')\n"
                       "    if signature is None:\n        return None\n    return app(environ)\n", "medium", "low"),
    "ftp_by_address": ("cleartext-transport", "import ftplib\ndef send(url):\n    if url.scheme == 'ftp':\n"
                       "        return ftplib.FTP(url.hostname)\n    return None\n", "medium", "low"),
    "key_taken_in_tests": ("ssh-host-key", "import paramiko\ndef client(settings):\n    c = paramiko.SSHClient()\n"
                           "    if getattr(settings, 'RUNNING_TEST', False):\n"
                           "        c.set_missing_host_key_policy(paramiko.WarningPolicy())\n    return c\n", "high", "low"),
    # what was looked up and not found is any text; what was found is one of few
    "page_of_unfound": ("xss", "from flask import Flask\nfrom .part0 import find_view, views\napp = Flask(__name__)\n@app.route('/a/<name>')\ndef a(name):\n    view = find_view(name)\n    if not view:\n"
                        "        return f'no {name}', 404\n    return 'ok'\n", "high", "high"),
    "page_of_found": ("xss", "from flask import Flask\nfrom .part0 import find_view, views\napp = Flask(__name__)\n@app.route('/a/<name>')\ndef a(name):\n    view = find_view(name)\n    if not view:\n"
                      "        return 'none'\n    return f'<p>{name}', 200\n", "high", "low"),
    "page_of_missing_key": ("xss", "from flask import Flask\nfrom .part0 import find_view, views\napp = Flask(__name__)\n@app.route('/a/<name>')\ndef a(name):\n    try:\n        return views[name]\n"
                            "    except KeyError:\n        return f'no {name}'\n", "high", "high"),
    # a key's name says what it is, unless the route says that it is any text
    "page_of_text_key": ("xss", "from flask import Flask\nfrom .part0 import find_view, views\napp = Flask(__name__)\n@app.route('/a/<string:tag_uuid>')\ndef a(tag_uuid):\n    return f'no {tag_uuid}', 404\n",
                         "high", "high"),
    "page_of_key": ("xss", "from flask import Flask\nfrom .part0 import find_view, views\napp = Flask(__name__)\n@app.route('/a/<tag_uuid>')\ndef a(tag_uuid):\n    return f'no {tag_uuid}', 404\n",
                    "high", "low"),
}


def scan(folder, *what):
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "-q", "--profile", "audit", "--format", "json", *(what or ["."])],
                          cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["findings"]


def package(root, more, init="", of=1):
    """The cases in `of` packages, each with some modules more."""
    for k in range(of):
        pkg = root / ("shop" if not k else f"shop{k}")
        pkg.mkdir()
        (pkg / "__init__.py").write_text(init)
        for name, (_, program, _, _) in list(CASES.items())[k::of]:
            (pkg / f"{name}.py").write_text(program)
        for i in range(more):
            (pkg / f"part{i}.py").write_text(f"from . import part0\ndef f{i}():\n    return {i}\n")
    return {pathlib.Path(f["path"]).stem + " " + f["rule"]: f["confidence"] for f in scan(root)}


@pytest.fixture(scope="module")
def sure(tmp_path_factory):
    alone = tmp_path_factory.mktemp("alone")
    for name, (_, program, _, _) in CASES.items():
        (alone / f"{name}.py").write_text(program)
    own = {pathlib.Path(f["path"]).stem + " " + f["rule"]: f["confidence"] for f in scan(alone)}
    return own, package(tmp_path_factory.mktemp("few"), 2, of=4), package(tmp_path_factory.mktemp("many"), 70)


@pytest.mark.parametrize("name", CASES)
def test_package(name, sure):
    rule, _, alone, many = CASES[name]
    own, few, dozens = sure
    assert own.get(f"{name} {rule}") == alone
    assert few.get(f"{name} {rule}") == alone, "a few modules are no large package"
    assert dozens.get(f"{name} {rule}") == many


def test_released(tmp_path):
    """Several modules that say which version of a package they are were made for others' programs; a version file says it,
    too, and the folder may be named from the root. Fewer than eight say nothing."""
    sure = package(tmp_path, 70, "__version__ = '2.1'\n")
    for name, (rule, _, _, many) in CASES.items():
        assert sure.get(f"{name} {rule}") == many
    for modules, file, expected in (9, "_version.py", "low"), (9, "notes.py", "medium"), (5, "_version.py", "medium"):
        place = tmp_path / f"{modules}{file}" / "shop"
        place.mkdir(parents=True)
        (place / "__init__.py").write_text("")
        (place / file).write_text("number = '2.1'\n")
        (place / "key.py").write_text(CASES["hash_of_key"][1])
        for i in range(modules - 3):
            (place / f"part{i}.py").write_text(f"from . import part0\ndef f{i}():\n    return {i}\n")
        assert [f["confidence"] for f in scan(tmp_path, str(place.parent))] == [expected], (modules, file)


def test_below_a_name(tmp_path):
    """A folder that only gives a name (google/cloud, zope) stands above the package and does not hide it."""
    place = tmp_path / "corp" / "shop"
    place.mkdir(parents=True)
    (place / "__init__.py").write_text("")
    (place / "key.py").write_text(CASES["hash_of_key"][1])
    for i in range(60):
        (place / f"part{i}.py").write_text(f"from . import part0\ndef f{i}():\n    return {i}\n")
    assert [f["confidence"] for f in scan(tmp_path)] == ["low"]


def test_run_from_within(tmp_path):
    """A program that is run in its package's folder names its parts without it: they use each other all the same."""
    place = tmp_path / "site" / "shop"
    (place / "core").mkdir(parents=True)
    for folder in place, place / "core":
        (folder / "__init__.py").write_text("")
    (place / "key.py").write_text(CASES["hash_of_key"][1])
    for i in range(60):
        (place / "core" / f"part{i}.py").write_text(f"from core.part0 import f0\ndef f{i}():\n    return {i}\n")
    assert [f["confidence"] for f in scan(tmp_path)] == ["low"]


def test_not_knit(tmp_path):
    """Modules that use none of each other are programs in one folder, whatever their number."""
    place = tmp_path / "samples"
    place.mkdir()
    (place / "__init__.py").write_text("")
    for i in range(60):
        (place / f"task{i}.py").write_text(CASES["hash_of_key"][1])
    assert {f["confidence"] for f in scan(tmp_path)} == {"medium"}


def test_where_it_is_kept(tmp_path):
    """Folders above the project say nothing of it, however it is named."""
    place = tmp_path / "bench" / "tests" / "example"
    place.mkdir(parents=True)
    program = CASES["hash_of_key"][1]
    (place / "shop").mkdir()
    (place / "key.py").write_text(program)
    for name, text in {"__init__": "", "key": program}.items():
        (place / "shop" / f"{name}.py").write_text(text)
    for what in str(place), str(place / "shop"):
        assert {f["confidence"] for f in scan(tmp_path, what)} == {"medium"}, what
    for what in "key.py", "shop/key.py":
        assert {f["confidence"] for f in scan(place, what)} == {"medium"}, what


@pytest.mark.parametrize("sign", [("__init__.py", "__version__ = '2.1'\n"), ("_version.py", "V = (2, 1)\n"), ("py.typed", ""),
                                  ("__init__.py", "from importlib.metadata import version\nV = version('shop')\n")])
def test_published(tmp_path, sign):
    """A library of a dozen modules that says its version is made for programs it does not know; the same without is an application."""
    place = tmp_path / "shop"
    place.mkdir()
    (place / "__init__.py").write_text("")
    (place / "key.py").write_text(CASES["hash_of_key"][1])
    for i in range(10):
        (place / f"part{i}.py").write_text(f"from . import part0\ndef f{i}():\n    return {i}\n")
    assert [f["confidence"] for f in scan(tmp_path)] == ["medium"]
    (place / sign[0]).write_text(sign[1])
    assert [f["confidence"] for f in scan(tmp_path)] == ["low"]
    for i in range(6):
        (place / f"part{i}.py").unlink()
    assert [f["confidence"] for f in scan(tmp_path)] == ["medium"], "a handful of modules is a program"


ELSEWHERE = {
    "faults": "class NoStockError(Exception):\n    pass\n",
    "base": "import tornado.web\nclass Base(tornado.web.RequestHandler):\n"
            "    def set_secure_cookie(self, name, value, **more):\n        more.setdefault('httponly', True)\n"
            "        super().set_secure_cookie(name, value, **more)\n",
    "visits": "class SessionMiddleware:\n    def __init__(self, app, backend):\n        self.app = app\n",
    "own_fault": FLASK + "from shop.faults import NoStockError\n@app.get('/x')\ndef x():\n    try:\n"
                 "        return str(1 / int(request.args['n']))\n    except NoStockError as e:\n        return str(e)\n",
    "any_fault": FLASK + "from shop.faults import NoStockError\n@app.get('/x')\ndef x():\n    try:\n"
                 "        return str(1 / int(request.args['n']))\n    except Exception as e:\n        return str(e)\n",
    "login": "from shop.base import Base\nclass Login(Base):\n    def post(self):\n"
             "        self.set_secure_cookie('user', self.get_argument('name'))\n",
    "bare": "import tornado.web\nclass Login(tornado.web.RequestHandler):\n    def post(self):\n"
            "        self.set_secure_cookie('user', self.get_argument('name'))\n",
    "own_middleware": "from shop.visits import SessionMiddleware\ndef wrap(app):\n    return SessionMiddleware(app=app, backend=3)\n",
    "middleware": "from starlette.middleware.sessions import SessionMiddleware\ndef wrap(app, key):\n"
                  "    return SessionMiddleware(app=app, secret_key=key)\n",
}


def test_elsewhere(tmp_path):
    """What another module of the same program makes: an exception whose text was written to be read, a base class that adds
    a flag to each cookie, a middleware that only has a known one's name."""
    (tmp_path / "shop").mkdir()
    for name, program in {"__init__": "", **ELSEWHERE}.items():
        (tmp_path / "shop" / f"{name}.py").write_text(program)
    found = {(pathlib.Path(f["path"]).stem, f["rule"]): f for f in scan(tmp_path)}
    assert found["own_fault", "error-exposure"]["confidence"] == "low"
    assert found["any_fault", "error-exposure"]["confidence"] == "medium"
    assert found["login", "insecure-cookie"]["message"] == "the cookie `user` is set without Secure"
    assert found["bare", "insecure-cookie"]["message"] == "the cookie `user` is set without Secure and HttpOnly"
    assert ("own_middleware", "insecure-cookie") not in found
    assert found["middleware", "insecure-cookie"]["confidence"] == "medium"


def test_installed(tmp_path):
    """What lies beside its .dist-info is a release: a single module of it is a library."""
    (tmp_path / "key.py").write_text(CASES["hash_of_key"][1])
    (tmp_path / "more.py").write_text("import key\nNAME = key.name_of(b'x')\n")
    assert [f["confidence"] for f in scan(tmp_path)] == ["medium"]
    (tmp_path / "key-1.0.dist-info").mkdir()
    assert [f["confidence"] for f in scan(tmp_path)] == ["low"]
    (tmp_path / "key-1.0.dist-info").rmdir()
    (tmp_path / "PKG-INFO").write_text("Name: key\nVersion: 1.0\n")
    assert [f["confidence"] for f in scan(tmp_path)] == ["low"], "a source archive, unpacked"
    (tmp_path / "PKG-INFO").rename(tmp_path / "PKG-INFO.txt")
    assert [f["confidence"] for f in scan(tmp_path)] == ["medium"]
    (tmp_path / "key.egg-info").mkdir()
    assert [f["confidence"] for f in scan(tmp_path)] == ["medium"], "left by an editable install of one's own"


def test_own_statement(tmp_path):
    """A tool that asks its user for a whole statement runs what was meant; a value put into one is another matter."""
    place = tmp_path / "tool"
    place.mkdir()
    (place / "__init__.py").write_text("")
    head = "import argparse\nimport sqlite3\nargs = argparse.ArgumentParser()\nargs.add_argument('q')\ngiven = args.parse_args()\n"
    (place / "whole.py").write_text(head + "sqlite3.connect('x').execute(given.q)\n")
    (place / "part.py").write_text(head + "sqlite3.connect('x').execute('select ' + given.q + ' from t')\n")
    sure = {f["path"].split("/")[-1]: f["confidence"] for f in scan(tmp_path) if f["rule"] == "sql-injection"}
    assert sure == {"whole.py": "low", "part.py": "medium"}


# name: (rule, program, its confidence in a folder of files, its confidence below a pyproject.toml)
PROJECT = {
    "hash_of_parts": ("weak-hash", CASES["hash_of_key"][1], "medium", "low"),
    "shell_of_parameter": ("command-injection", CASES["shell_of_parameter"][1], "medium", "low"),
    "shell_of_request": ("command-injection", CASES["shell_of_request"][1], "high", "high"),
    "shell_by_helper": ("command-injection", FLASK + "import os\ndef show(name):\n    os.system('ls ' + name)\n@app.get('/x')\n"
                        "def x():\n    show(request.args['q'])\n", "high", "high"),
    "path_by_helper": ("path-traversal", FLASK + "def read(name):\n    return open('data/' + name).read()\n@app.get('/x')\n"
                       "def x():\n    return read(request.args['q'])\n", "high", "high"),
    "path_far_away": ("path-traversal", FLASK + "".join(f"def read{i}(name):\n    return read{i + 1}(name)\n" for i in range(7))
                      + "def read7(name):\n    return open('data/' + name).read()\n@app.get('/x')\ndef x():\n"
                      "    return read0(request.args['q'])\n", "high", "low"),
    "log_of_request": ("log-injection", CASES["log_of_request"][1], "medium", "medium"),
    "log_of_kind": ("log-injection", CASES["log_of_kind"][1], "medium", "low"),
    "fault": ("error-exposure", FLASK + "@app.get('/x')\ndef x():\n    try:\n        return str(1 / int(request.args['n']))\n"
              "    except Exception as e:\n        return str(e)\n", "medium", "medium"),
    "page_by_hand": ("xss", "from django.utils.safestring import mark_safe\nfrom app.models import Row\ndef shown(key):\n"
                     "    row = Row.objects.get(pk=key)\n    return mark_safe('<b>%s</b>' % row.name)\n", "medium", "medium"),
    "weak_cipher": ("weak-cipher", "from Crypto.Cipher import ARC4\ndef seal(key, text):\n    return ARC4.new(key).encrypt(text)\n",
                    "high", "high"),
}


@pytest.mark.parametrize("name", PROJECT)
def test_project(tmp_path, name):
    """A project that says what it is asks for evidence where most was wrong without, and of what nobody outside sends; flows
    from requests and the other rules are judged as in any folder."""
    rule, program, before, below = PROJECT[name]
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(program)
    (tmp_path / "app" / "more.py").write_text("NAME = 'x'\n")
    sure = lambda place: {f["rule"]: f["confidence"] for f in scan(place)}.get(rule)
    assert sure(tmp_path) == before
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'app'\n")
    assert sure(tmp_path) == below
    assert sure(tmp_path / "app") == before, "what lies above the folder that was given is not asked"


def test_project_found(tmp_path):
    """Its mark lies in any folder between the file and the one that was given, and is seen when it comes or goes."""
    inner = tmp_path / "services" / "key"
    inner.mkdir(parents=True)
    (inner / "key.py").write_text(CASES["hash_of_key"][1])
    (tmp_path / "more.py").write_text(CASES["hash_of_key"][1])
    places = {"key.py": "medium", "more.py": "medium"}
    sure = lambda: {f["path"].split("/")[-1]: f["confidence"] for f in scan(tmp_path)}
    assert sure() == places
    for mark in ("setup.py", "setup.cfg", "pyproject.toml"):
        (tmp_path / "services" / mark).write_text("")
        assert sure() == {**places, "key.py": "low"}, mark
        (tmp_path / "services" / mark).unlink()
        assert sure() == places
    (inner / "setup.cfg").write_text("")
    assert [f["confidence"] for f in scan(inner, "key.py")] == ["medium"], "a file alone is judged by itself"


def test_project_named(tmp_path):
    """What is an example of a project is one however the folder is named, and wherever somebody keeps the project."""
    place = tmp_path / "work" / "demo" / "shop"
    for file in ("examples/app.py", "main.py", "dev_server.py"):
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_text(FLASK + "import os\n@app.get('/x')\ndef x():\n    os.system(request.args['q'])\n    return ''\n")
    (place / "pyproject.toml").write_text("")
    for cwd, named in ((place, "."), (place / "examples", ".."), (tmp_path, "work/demo/shop"), (tmp_path, str(place))):
        found = scan(cwd, named)
        sure = {f["path"].split("/")[-1]: f["confidence"] for f in found if f["rule"] == "command-injection"}
        assert sure == {"app.py": "low", "main.py": "high", "dev_server.py": "low"}, (cwd, named)


def test_project_of_several(tmp_path):
    """A file lies in the outermost of the folders that were given, in any order; a neighbour that is named changes nothing."""
    (tmp_path / "app").mkdir()
    for file in ("key.py", "a.py"):
        (tmp_path / "app" / file).write_text(CASES["hash_of_key"][1])
    (tmp_path / "pyproject.toml").write_text("")
    for named in (["."], [".", "app"], ["app", "."], ["app/a.py", "."], [".", "app/a.py"]):
        assert {f["confidence"] for f in scan(tmp_path, *named)} == {"low"}, named


# Low wherever it stands: (rule, file, program), beside (file, program) that stays above.
WEIGHED = {
    "times": ("path-traversal", ("a.py", FLASK + "import os\n@app.get('/x')\ndef x():\n    os.utime('d/' + request.args['q'])\n    return ''\n"),
              ("a.py", FLASK + "import os\n@app.get('/x')\ndef x():\n    os.remove('d/' + request.args['q'])\n    return ''\n")),
    "probes": ("tls-no-verify", ("scanners/a.py", "import requests\nclass Xss:\n    def ask(self, url):\n        return requests.get(url, verify=False).text\n"),
               ("a.py", "import requests\nclass Xss:\n    def ask(self, url):\n        return requests.get(url, verify=False).text\n")),
    "scanner": ("tls-no-verify", ("a.py", "import requests\nclass PortScanner:\n    def ask(self, url):\n        return requests.get(url, verify=False).text\n"),
                ("a.py", "import requests\nclass Prices:\n    def ask(self, url):\n        return requests.get(url, verify=False).text\n")),
    "barcodes": ("tls-no-verify", ("scanners/a.py", "import requests\nclass SqliScanner:\n    def ask(self, url):\n        return requests.get(url, verify=False).text\n"),
                 ("scanners/a.py", "import requests\nclass BarcodeScanner:\n    def ask(self, url):\n        return requests.get(url, verify=False).text\n")),
    "bodies": ("tls-no-verify", ("payloads/a.py", "import requests\ndef ask(url, xss):\n    return requests.post(url, xss, verify=False).text\n"),
               ("payloads/a.py", "import requests\ndef ask(url, order):\n    return requests.post(url, order, verify=False).text\n")),
    "test": ("debug-mode", ("test_a.py", FLASK + "app.run(debug=True)\n"), ("a.py", FLASK + "app.run(debug=True)\n")),
}


@pytest.mark.parametrize("name", WEIGHED)
def test_weighed(tmp_path, name):
    rule, low, above = WEIGHED[name]
    for place, (file, program) in (("low", low), ("above", above)):
        path = tmp_path / place / file
        path.parent.mkdir(parents=True)
        path.write_text(program)
        (tmp_path / place / "more.py").write_text("")
        sure = {f["rule"]: f["confidence"] for f in scan(tmp_path / place)}[rule]
        assert (sure == "low") == (place == "low"), (place, sure)
