"""Safe fixes keep what legitimate programs do: in these programs the same rule's fix holds a decision, or is none."""
import json
import os
import subprocess

import pytest

SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
FLASK = "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get('/x')\ndef x():\n"
PROGRAMS = {
    "an object that others may be meant to have":
        "from django.contrib.auth.decorators import login_required\nfrom django.http import JsonResponse\n"
        "from django.shortcuts import get_object_or_404\n\nfrom .models import Letter\n\n\n@login_required\ndef letters(request):\n"
        "    return JsonResponse({'ids': [x.id for x in Letter.objects.filter(author=request.user)]})\n\n\n@login_required\n"
        "def letter(request, letter_id):\n    return JsonResponse({'text': get_object_or_404(Letter, pk=letter_id).text})\n",
    "an algorithm that other issuers may sign with":
        "import jwt\n\n\ndef who(token, key):\n    header = jwt.get_unverified_header(token)\n"
        "    return jwt.decode(token, key, algorithms=['ES256', header['alg']])['sub']\n",
    "kinds of file that another upload asks for":
        "import os\nfrom flask import Flask, request\nfrom werkzeug.utils import secure_filename\n\napp = Flask(__name__)\n"
        "ALLOWED_EXTENSIONS = {'png', 'gif'}\n\n\ndef allowed(name):\n    return name.rsplit('.', 1)[-1] in ALLOWED_EXTENSIONS\n\n\n"
        "@app.post('/logo')\ndef logo():\n    f = request.files['f']\n    if not allowed(f.filename):\n        return 'no', 400\n"
        "    f.save(os.path.join('in', secure_filename(f.filename)))\n    return 'kept'\n\n\n"
        "@app.post('/backup')\ndef backup():\n    f = request.files['f']\n    name = secure_filename(f.filename)\n"
        "    f.save(os.path.join('in', name))\n    return 'kept'\n",
    "a format of Django's own beside the value":
        "from django.db import models\n\n\nclass Note(models.Model):\n    owner = models.CharField(max_length=9)\n\n\ndef of(request):\n"
        "    return Note.objects.extra(where=[\"owner = '{}' AND strftime('%%Y', made) = '2020'\".format(request.GET['o'])]).count()\n",
    "a condition of a query that a loop adds":
        "import sys\nfrom sqlalchemy import create_engine, text\n\nengine = create_engine('sqlite://')\n\n\ndef find(names):\n"
        "    sql = 'SELECT id FROM t WHERE 1=0'\n    for name in names:\n        sql += f\" OR name = '{name}'\"\n"
        "    with engine.connect() as conn:\n        return conn.execute(text(sql)).fetchall()\n\n\nprint(find(sys.argv[1:]))\n",
    "conditions of a text that a loop adds":
        "import sys\nfrom sqlalchemy import create_engine, text\n\nengine = create_engine('sqlite://')\n\n\ndef find(names):\n"
        "    conds = []\n    for name in names:\n        conds.append(f\"name = '{name}'\")\n"
        "    with engine.connect() as conn:\n        return conn.execute(text('SELECT id FROM t WHERE ' + ' OR '.join(conds))).fetchall()\n\n\n"
        "print(find(sys.argv[1:]))\n",
    "a seed that callers give":
        "import random\n\n\ndef sample(items, k, seed=None):\n    random.seed(seed)\n"
        "    token = ''.join(random.choices('abc', k=k))\n    return token, random.sample(items, 2)\n",
    "a generator of a seed that callers give":
        "import random\n\n\ndef fake_password(seed):\n    draw = random.Random(seed)\n    password = ''.join(draw.choices('abc', k=9))\n"
        "    return password\n",
    "text templates": "import jinja2\n\nenv = jinja2.Environment(loader=jinja2.FileSystemLoader('units'))\n"
                      "print(env.get_template('service.conf').render(name=input()))\n",
    "a folder under that name": "import os\nimport tempfile\n\n\ndef work():\n    name = tempfile.mktemp()\n    os.mkdir(name)\n    return name\n",
    "a socket under that name": "import socket\nimport tempfile\n\n\ndef serve():\n    s = socket.socket(socket.AF_UNIX)\n"
                                "    path = tempfile.mktemp()\n    s.bind(path)\n    return s\n",
    "arrays of objects": "import numpy\n\n\ndef load(path):\n    return numpy.load(path, allow_pickle=True)\n",
    "a token that scripts send back": "from flask import Flask, make_response\n\napp = Flask(__name__)\n\n\n@app.route('/')\ndef index():\n"
                                      "    reply = make_response('x')\n    reply.set_cookie('csrf_token', 'abc')\n    return reply\n",
    "a cookie over plain HTTP, on purpose": "from flask import Flask, make_response\n\napp = Flask(__name__)\n\n\n@app.route('/')\ndef index():\n"
                                            "    reply = make_response('x')\n    reply.set_cookie('session', 'abc', secure=False)\n    return reply\n",
    "a session that a test client over plain HTTP keeps":
        "from fastapi import FastAPI, Response\n\napp = FastAPI()\n\n\n@app.post('/login')\ndef login(response: Response):\n"
        "    response.set_cookie('session', 'abc')\n",
    "a cookie for plain HTTP beside one for HTTPS":
        "from flask import Flask, make_response\n\napp = Flask(__name__)\n\n\n@app.route('/')\ndef index():\n    reply = make_response('x')\n"
        "    reply.set_cookie('token', 'abc', httponly=True, secure=True)\n    reply.set_cookie('token-unsecure', 'abc')\n    return reply\n",
    "forms without tokens": "from flask import Flask\n\napp = Flask(__name__)\napp.config['WTF_CSRF_ENABLED'] = False\n",
    "a model with code of its own": "from transformers import AutoModel\n\n\ndef load(name):\n"
                                    "    return AutoModel.from_pretrained('org/model', trust_remote_code=True)\n",
    "words that are read again": "import os\n\n\ndef run():\n    os.system('cat <<END\\n' + input() + '\\nEND')\n"
                                 "    os.system('python3 -c ' + input())\n    os.system(f'eval {input()}')\n"
                                 "    os.system(\"sh -c '%s'\" % input())\n    os.system('ls `which ' + input() + '`')\n"
                                 "    os.system('ssh web rm {}'.format(input()))\n",
    "rows that are run through once":
        "import csv\nimport sqlite3\nimport sys\n\n\ndef load(path):\n    con = sqlite3.connect('a.db')\n    with open(path) as f:\n"
        "        rows = csv.reader(f)\n        values = ', '.join(f\"('{r[0]}', '{r[1]}')\" for r in rows)\n"
        "        con.execute('INSERT INTO t (a, b) VALUES ' + values)\n\n\nload(sys.argv[1])\n",
    "words of a list that are several":
        "import os\n\n\ndef run():\n    os.system(' '.join(['ls', input(), '|', 'wc']))\n"
        "    options = input()\n    os.system(' '.join(['ls', options]))\n",
    "words of a list that are read again, or are several by what they are given":
        "import os\n\n\ndef run():\n    x = input()\n    os.system(' '.join(['bash', '-c', x]))\n"
        "    os.system(' '.join(['ssh', 'web', x]))\n    argv = ['python3', '-c']\n    argv.append(x)\n"
        "    os.system(' '.join(argv))\n    every = ' '.join(input().split(','))\n    os.system(' '.join(['zip', 'a.zip', every]))\n"
        "    to = '> /dev/null'\n    os.system(' '.join(['ls', x, to]))\n    os.system(f'awk {x} a.txt')\n"
        "    os.system(' '.join(['watch', x]))\n",
    "words that have their quotes, or a list that others have":
        "import os\nimport shlex\n\n\ndef add(argv):\n    argv.append('| wc')\n\n\ndef run():\n    x = input()\n"
        "    word = shlex.quote(input())\n    os.system(' '.join(['echo', word, x]))\n    argv = ['ls', x]\n    add(argv)\n"
        "    os.system(' '.join(argv))\n    other = ['ls', x]\n    same = other\n    same.append('| wc')\n    os.system(' '.join(other))\n",
    "what may be a command of the table already, or is a line of several words":
        "import os\n\nCOMMANDS = {'uptime': 'uptime -p', 'disk': 'df -h'}\n\n\ndef run():\n    name = input()\n"
        "    command = COMMANDS.get(name) or name\n    os.system(command)\n\n\ndef other():\n    name = input()\n"
        "    command = COMMANDS[name] if name in COMMANDS else name\n    os.system(command)\n\n\ndef third():\n"
        "    x = input()\n    os.system(' '.join(['bash', '-c', x]))\n",
    "rows with SQL in them, or the name that the rows are run through by":
        "import sqlite3\nfrom flask import Flask, request\n\napp = Flask(__name__)\ncon = sqlite3.connect('a.db')\n\n\n"
        "@app.post('/a')\ndef a():\n    rows = request.json['rows']\n"
        "    con.execute('INSERT INTO t (a, b) VALUES ' + ', '.join(f\"('{r['a']}', {r['b'] or 'NULL'})\" for r in rows))\n\n\n"
        "@app.post('/b')\ndef b():\n    rows = request.json['rows']\n    now = \"datetime('now')\"\n"
        "    con.execute('INSERT INTO t (a, b) VALUES ' + ', '.join(f\"('{r['a']}', {now})\" for r in rows))\n\n\n"
        "@app.post('/c')\ndef c():\n    rows = request.json['rows']\n    value = request.args['v']\n"
        "    con.execute('INSERT INTO t (a, b) VALUES ' + ', '.join(f\"('{r}', '{value}')\" for r in rows))\n",
    "a text that brings its quotes":
        "from flask import Flask, request\nfrom sqlalchemy import select, text\n\nfrom .models import T, session\n\napp = Flask(__name__)\n\n\n"
        "@app.get('/x')\ndef x():\n    name = request.args['n']\n"
        "    return str(session.execute(select(T).where(text('lower(a) = ' + repr(name)))).all())\n",
    "a column of one table, asked for on another list":
        "from flask import Flask, request\nfrom sqlalchemy import select, text\n\nfrom .models import T, session\n\napp = Flask(__name__)\n"
        "ALLOWED_SORT = ['title', 'created desc']\nSORT_FIELDS = {'new': 'created', 'old': 'created'}\n\n\n@app.get('/x')\ndef x():\n"
        "    sort = request.args.get('sort', 'new')\n    column = SORT_FIELDS.get(sort, sort)\n"
        "    return str(session.scalars(select(T.title).order_by(text(column))).all())\n",
    "a trace that there may be none of":
        "import traceback\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/run')\ndef run():\n    failed, out = None, ''\n"
        "    try:\n        out = work()\n    except Exception as e:\n        failed = e\n"
        "    trace = ''.join(traceback.format_exception(failed)) if failed else ''\n    return f'<pre>{out}\\n{trace}</pre>'\n",
    "another shell's quotes": "import subprocess\n\n\ndef run():\n"
                              "    subprocess.run('dir ' + input(), shell=True, executable='cmd.exe')\n",
    "a list of what is not supported, or of something else":
        "import importlib\n\nUNSUPPORTED_PLUGINS = ('old', 'slow')\nSUPPORTED_HASH_TYPES = ('md5', 'sha1')\nBUILTIN_MODULES = ('os', 'sys')\n\n\n"
        "def load():\n    name = input()\n    return importlib.import_module(name)\n",
    "a list of no hosts": FLASK.replace("request\n", "request\nimport requests\n\nSUPPORTED_HASH_TYPES = ('md5', 'sha1')\nURL_SCHEMES = ('http', 'https')\n", 1)
                          + "    return requests.get(request.args['url'], timeout=5).text\n",
    "a format that nobody sees":
        "import logging\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get('/x')\ndef x():\n"
        "    logging.info(app.config['LINE'].format(user=request.args['n']))\n    return 'ok'\n",
    "templates of notifications":
        "import jinja2\n\n\ndef notify(template, **values):\n    env = jinja2.Environment(loader=jinja2.BaseLoader)\n"
        "    return env.from_string(template).render(**values), '<a href=x>x</a>', 'text/html'\n",
    "a template that is a prompt":
        "import jinja2\n\nHELP = '<html></html>'\n\n\ndef prompt(question):\n    env = jinja2.Environment(loader=jinja2.FileSystemLoader('p'))\n"
        "    return env.get_template('ask.txt').render(question=question)\n",
    "what is called markup":
        "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post('/x')\ndef x():\n    body_html = request.form['b']\n"
        "    return f'<div>{body_html}</div>'\n",
    "all that is said to be markup":
        "from django import template\nfrom django.utils.safestring import mark_safe\n\nregister = template.Library()\n\n\n"
        "@register.filter\ndef shown(value):\n    return mark_safe(value)\n",
    "an error's text behind a switch":
        "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.get('/x')\ndef x():\n    try:\n        return str(work())\n"
        "    except Exception as e:\n        return jsonify(error=str(e) if app.config['SHOW_ERRORS'] else None), 500\n",
    "what is not there yet":
        "def check_write_allowed(path):\n    try:\n        with open(path) as f:\n            found = f.read()\n"
        "    except FileNotFoundError:\n        return True\n    return not found\n",
    "a cookie of a server of plain HTTP":
        "import tornado.web\n\n\nclass Login(tornado.web.RequestHandler):\n    def post(self):\n"
        "        self.set_secure_cookie('auth', 'yes')\n\n\ndef main():\n    tornado.web.Application([('/', Login)]).listen(6052)\n",
    "a folder and a name of the program's own":
        "import os\nfrom flask import Flask, request\n\nNAME = 'env.yaml'\napp = Flask(__name__)\n\n\n@app.get('/x')\ndef x():\n"
        "    with open(os.path.join(request.args['d'], 'conda', NAME)) as f:\n        return str(len(f.read()))\n",
    "a setting for plain HTTP": "SESSION_COOKIE_SECURE = False\nINSTALLED_APPS = ['django.contrib.sessions']\n",
}
# What no fix mends, whoever looks at it: the text would then mean something else, or could never work.
LEFT = {
    "numbers of mails, which are bytes":
        "import imaplib\nimport ssl\n\n\nclass Box:\n    def __init__(self, host):\n"
        "        self.client = imaplib.IMAP4_SSL(host, ssl_context=ssl.create_default_context())\n\n"
        "    def mail(self, number):\n        return self.client.fetch(number, '(RFC822)')\n",
    "a script beside another condition of the same field":
        "from pymongo import MongoClient\n" + FLASK + "    o = request.args['o']\n"
        "    return str(MongoClient().shop.orders.count_documents({'owner': {'$ne': 'root'}, '$where': \"this.owner == '\" + o + \"'\"}))\n",
    "conditions of which several are joined":
        "from sqlalchemy import and_, select, text\n" + FLASK + "    parts = [text(f\"a = '{v}'\") for v in request.args.getlist('v')]\n"
        "    return {'q': session.execute(select(text('*')).where(and_(*parts))).all()}\n",
    "rows for one statement, by their numbers":
        "import asyncpg\n\n\nasync def keep(link: asyncpg.Connection, kind, rows):\n"
        "    await link.executemany(f\"INSERT INTO t VALUES ($1, '{kind}')\", rows)\n",
    "a name of a node": "from lxml import etree\n" + FLASK +
                        "    return str(etree.parse('x.xml').xpath('//' + request.args['t']))\n",
    "whole pages that a helper writes":
        "from http.server import BaseHTTPRequestHandler\n\n\nclass Page(BaseHTTPRequestHandler):\n    def do_GET(self):\n"
        "        self.send_response(200)\n        self.send_header('Content-Type', 'text/html')\n        self.end_headers()\n"
        "        told = 'at ' + self.path\n        self._write('<h1>hello</h1>')\n        self._write(f'<h1>{told}</h1>')\n\n"
        "    def _write(self, text):\n        return self.wfile.write(text.encode('utf-8'))\n",
    "markup that is searched":
        "from django import template\nfrom django.utils.safestring import mark_safe\n\nregister = template.Library()\n\n\n"
        "@register.filter\ndef classed(value, name):\n    html = str(value)\n    return mark_safe(html.replace('>', ' class=\"%s\">' % name, 1))\n",
    "text that another file escaped":
        "from .helpers import html_escape\n" + FLASK + "    title = html_escape(request.args['t'])\n    return '<h1>%s</h1>' % title\n",
    "lines for who reads the log":
        "import logging\nimport textwrap\n" + FLASK + "    logging.info('got:\\n%s', '\\n'.join(request.args['t'].split(';')))\n"
        "    logging.info('got:\\n%s', textwrap.indent(request.args['t'], '  '))\n    return 'ok'\n",
    "an archive of either kind":
        "import tarfile\nimport zipfile\n\n\ndef unpack(path):\n    for make in (tarfile.open, zipfile.ZipFile):\n"
        "        with make(path) as archive:\n            if zipfile.is_zipfile(path):\n                archive.extractall('out')\n",
    "a helper's folder that is made of its own name":
        "import os\nfrom flask import Flask, request, send_file\n\napp = Flask(__name__)\n\n\ndef place(name):\n    part = 'one'\n"
        "    return os.path.join(f'/srv/{part}', name)\n\n\n@app.get('/')\ndef index():\n    part = 'two'\n"
        "    return send_file(place(request.args['n']), download_name=part)\n",
    "a part of a name": FLASK + "    return str(len(eval('task_' + request.args['t'])))\n",
    "a list that grows after its row was made":
        "import sqlite3\n" + FLASK + "    ids = request.args.getlist('id')\n    row = ', '.join(str(i) for i in ids)\n    ids.append(3)\n"
        "    return {'n': sqlite3.connect('x').execute(f'SELECT id FROM t WHERE id IN ({row})').fetchall()}\n",
    "a value that is changed before the query runs":
        "import sqlite3\n" + FLASK + "    form = dict(request.args)\n    q = \"SELECT id FROM t WHERE n = '%s'\" % form['n']\n"
        "    form['n'] = 'b'\n    return {'n': sqlite3.connect('x').execute(q).fetchall(), 'of': form['n'] == 'b'}\n",
    "a list that grows after its join":
        "import sqlite3\n" + FLASK + "    ids = request.args.getlist('i')\n    q = 'SELECT n FROM t WHERE a IN (%s)' % ','.join(ids)\n"
        "    ids.append('all')\n    return {'n': sqlite3.connect('x').execute(q).fetchall(), 'of': ids}\n",
    "a value whose second part is changed":
        "import sqlite3\n" + FLASK + "    x = request.args['x']\n    y = 'a'\n    q = f\"SELECT n FROM t WHERE a = '{y + x}'\"\n"
        "    x = 'done'\n    return {'n': sqlite3.connect('x').execute(q).fetchall(), 'of': x}\n",
    "an attribute of a module": "def load(module, name, space):\n    return eval('%s.%s' % (module, name), space)\n",
    "what is called": FLASK + "    f = eval(request.args['t'])\n    return str(len(f()))\n",
    "a whole condition": "import sqlite3\n" + FLASK + "    where = request.args.get('where', '1=1')\n"
                         "    return {'n': sqlite3.connect('x').execute('SELECT id FROM t WHERE ' + where).fetchall()}\n",
    "an order with a direction": "import sqlite3\n" + FLASK + "    order = request.args.get('order', 'id desc')\n"
                                 "    return {'n': sqlite3.connect('x').execute('SELECT id FROM t ORDER BY ' + order).fetchall()}\n",
    "a whole query": "import sqlite3\n" + FLASK + "    q = request.args['q']\n"
                     "    return {'n': sqlite3.connect('x').execute(q + ' LIMIT 5').fetchall()}\n",
    "claims before the key is known": "import jwt\n\n\ndef issuer(token, keys):\n"
                                      "    claims = jwt.decode(token, options={'verify_signature': False})\n"
                                      "    return jwt.decode(token, keys[claims['iss']], algorithms=['EdDSA'])\n",
    "a field of others' protocol": "import hashlib\n\n\ndef sign(text):\n"
                                   "    return {'password': text, 'md5': hashlib.md5(text.encode()).hexdigest()}\n",
}


@pytest.mark.parametrize("name", LEFT)
def test_left_by_every_fix(name, tmp_path):
    (tmp_path / "app.py").write_text(LEFT[name])
    run = subprocess.run([SUTURE, "fix", "app.py", "--no-config", "--profile", "audit", "--review", "--format", "json"],
                         cwd=tmp_path, capture_output=True, text=True)
    rows = [r for f in json.loads(run.stdout)["files"] for r in f["findings"]]
    assert rows, "no rule says anything of it"
    assert not [r for r in rows if r["how"] == "built-in"], rows


HIGHLIGHT = "from markupsafe import Markup\n\n\ndef highlight(text, word):\n" \
            "    return Markup(text.replace(word, '<mark>' + word + '</mark>'))\n"


def test_nothing_is_changed_for_what_is_left(tmp_path):
    """A change that took another rule's finding of the family away, and not the one that it was for."""
    (tmp_path / "app.py").write_text(HIGHLIGHT)
    run = subprocess.run([SUTURE, "fix", "app.py", "--no-config"], cwd=tmp_path, capture_output=True, text=True)
    assert "1 left" in run.stderr and not run.stdout, run.stdout


ROUTES = ("from flask import Flask, request\n\n{above}\napp = Flask(__name__)\nnotes = {{}}\n\n\n"
          "@app.post('/notes/<int:n>/delete')\ndef delete(n):\n    notes.pop(n)\n    return 'ok'\n\n\n{below}"
          "@app.delete('/notes/<int:n>')\n@{name}\ndef change(n):\n    notes.pop(n)\n    return 'ok'\n")
BESIDE = {
    "a neighbour's decorator that is made below": ROUTES.format(
        above="import functools\n", name="login_required",
        below="def login_required(f):\n    return functools.wraps(f)(f)\n\n\n"),
    "a neighbour's decorator that asks less": ROUTES.format(
        above="from .auth import login_required_if_set\n", name="login_required_if_set", below=""),
    "a document of changes, which is no text":
        "import pymongo\nfrom flask import Flask, request\n\nusers = pymongo.MongoClient().app.users\napp = Flask(__name__)\n\n\n@app.put('/me/<name>')\n"
        "def change(name):\n    changes = request.get_json()\n    users.update_one({'name': str(name)}, {'$set': changes})\n"
        "    return 'ok'\n",
    "whose it is, by what only the other query is handed":
        "from flask import Flask, g, jsonify\nfrom flask_login import login_required\n\napp = Flask(__name__)\n\n\n"
        "def notes(session):\n    return g.db.execute('SELECT id FROM notes WHERE owner = ?', (session['uid'],)).fetchall()\n\n\n"
        "@app.route('/notes/<int:note_id>')\n@login_required\ndef note(note_id):\n"
        "    return jsonify(dict(g.db.execute('SELECT * FROM notes WHERE id = ?', (note_id,)).fetchone()))\n",
    "a query that is more than an id":
        "from flask import Flask, jsonify\nfrom flask_login import current_user, login_required\n\nfrom .models import Invoice\n\napp = Flask(__name__)\n\n\n"
        "@app.get('/invoices')\n@login_required\ndef invoices():\n"
        "    return jsonify([i.as_dict() for i in Invoice.query.filter_by(owner_id=current_user.id)])\n\n\n"
        "@app.get('/invoices/<int:n>')\n@login_required\ndef invoice(n):\n"
        "    return jsonify(Invoice.query.filter(Invoice.id == n).first_or_404().as_dict())\n",
    "what the caller did with it, and by which browser":
        "from django.contrib.auth.decorators import login_required\nfrom django.http import JsonResponse\n"
        "from django.shortcuts import get_object_or_404\n\nfrom .models import Photo\n\n\n@login_required\ndef liked(request):\n"
        "    return JsonResponse({'n': Photo.objects.filter(liked_by=request.user).count(), 'm': Photo.objects.filter("
        "agent=request.user_agent).count()})\n\n\n@login_required\ndef photo(request, pk):\n"
        "    return JsonResponse({'t': get_object_or_404(Photo, pk=pk).title})\n",
    "a list of what may be, which is no text":
        "import pymongo\nfrom flask import Flask, jsonify, request\n\nusers = pymongo.MongoClient().app.users\napp = Flask(__name__)\n\n\n"
        "@app.post('/users')\ndef listing():\n    return jsonify([u['name'] for u in users.find({'name': {'$in': request.json['names']}})])\n",
    "an algorithm that the program never names":
        "import jwt\n\n\ndef who(token, key):\n    header = jwt.get_unverified_header(token)\n"
        "    return jwt.decode(token, key, algorithms=[header['alg']])['sub']\n",
    "a file that a task of the program's own is told to write":
        "import celery\nimport requests\n\napp = celery.Celery('x')\n\n\n@app.task\ndef fetch(name):\n    with open(name, 'w') as f:\n"
        "        f.write(requests.get('https://example.com', timeout=5).text)\n",
    "a file below a folder that a with gives":
        "import os\n\nfrom flask import Flask, request\n\nfrom .jobs import workspace\n\napp = Flask(__name__)\n\n\n"
        "@app.post('/convert')\ndef convert():\n    with workspace(request.args['job']) as folder:\n"
        "        source = os.path.join(folder, request.args['name'])\n        with open(source) as f:\n            return f.read().upper()\n",
}


@pytest.mark.parametrize("name", BESIDE)
def test_left_with_review_too(name, tmp_path):
    (tmp_path / "app.py").write_text(BESIDE[name])
    run = subprocess.run([SUTURE, "fix", "app.py", "--no-config", "--profile", "audit", "--review", "--format", "json"],
                         cwd=tmp_path, capture_output=True, text=True)
    rows = [r for f in json.loads(run.stdout)["files"] for r in f["findings"]]
    rows = [r for r in rows if r["rule"] in ("missing-authentication", "sql-injection", "nosql-injection", "path-traversal",
                                             "insecure-direct-object", "jwt-algorithm-choice")]
    assert rows and not [r for r in rows if r["how"] == "built-in"], rows


@pytest.mark.parametrize("name", PROGRAMS)
def test_left_by_safe_fixes(name, tmp_path):
    (tmp_path / "app.py").write_text(PROGRAMS[name])
    run = subprocess.run([SUTURE, "fix", "app.py", "--no-config", "--profile", "audit", "--format", "json"], cwd=tmp_path,
                         capture_output=True, text=True)
    rows = [r for f in json.loads(run.stdout)["files"] for r in f["findings"]]
    assert rows, "no rule says anything of it"
    assert not [r for r in rows if r["how"] == "built-in"], rows


def test_checksums_on_a_python_without_the_keyword(tmp_path):
    text = "import hashlib\n\n\ndef etag(data):\n    return hashlib.md5(data).hexdigest()\n"
    for version, there in (("3.8", False), ("3.9", True)):
        run = subprocess.run([SUTURE, "fix", "-", "--no-config", "--profile", "audit", "-q", "--target-version", version],
                             input=text, cwd=tmp_path, capture_output=True, text=True)
        assert ("usedforsecurity=False" in run.stdout) == there, run.stderr


# What a function raises already is raised again as it is made there; what is no exception never.
@pytest.mark.parametrize("before,refusal", [
    ("    if not name:\n        raise HTTPException(400)\n", "raise HTTPException(400)"),
    ("    if not name:\n        raise HTTPException(404, 'no such file')\n", "raise HTTPException(404, "),
    ("    if not name:\n        raise Refused('no name')\n", "raise Refused("),
    ("    \"\"\"Returns an Answer with the text.\"\"\"\n", "raise Refused("),
])
def test_refusal_can_be_raised(before, refusal, tmp_path):
    program = tmp_path / "app.py"
    program.write_text(
        "import os\nimport sys\n\nfrom starlette.exceptions import HTTPException\n\n\nclass Model:\n    pass\n\n\n"
        "class Answer(Model):\n    pass\n\n\nclass Refused(Exception):\n    pass\n\n\ndef read(base, name):\n" + before +
        "    path = os.path.join(base, name)\n    if os.path.isdir(path):\n        return []\n    with open(path) as f:\n"
        "        return f.read()\n\n\nprint(read('files', sys.argv[1]))\n")
    done = subprocess.run([SUTURE, "fix", "--no-config", "--write", str(program)], capture_output=True, text=True)
    text = program.read_text()
    assert text.count("os.path.realpath(path)") == 1 and refusal in text, text + done.stderr
