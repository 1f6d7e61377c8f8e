# How sure the rules are of two programs that differ in what makes the second worth less.
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
SUTURE = os.environ.get("SUTURE") or str(HERE.parent.parent / "build" / "suture")

FORM = "from flask import request\nfrom flask_wtf import FlaskForm\nclass {name}(FlaskForm):\n    class Meta:\n        csrf = False\n{more}"
BLOCK = ("from aws_cdk import aws_s3 as s3\ndef build(stack):\n    return s3.Bucket(stack, 'Site', {more}"
         "block_public_access=s3.BlockPublicAccess(block_public_policy=False))\n")
CARD = ("from django.core.mail import send_mail\nfrom django.template import Context, Template\n"
        "def card(user):\n    text = Template('{text}').render(Context({{'m': user.email}}, autoescape=False))\n    {more}\n")

# name: (rule, program, its confidence)
CASES = {
    "account": ("empty-password", "import django\ndef forget(user):\n    user.set_password('')\n", "medium"),
    "key_ring": ("empty-password", "def forget(account):\n    account.set_password('')\n", "low"),
    "form": ("csrf-off", FORM.format(name="Pay", more=""), "medium"),
    "form_of_both": ("csrf-off", FORM.format(name="Pay", more="def a():\n    return Pay(request.args)\ndef b():\n    return Pay()\n"), "medium"),
    "form_of_address": ("csrf-off", FORM.format(name="Pay", more="def a():\n    return Pay(request.args)\n"), "low"),
    "form_that_searches": ("csrf-off", FORM.format(name="SearchForm", more=""), "low"),
    "bucket": ("public-storage", BLOCK.format(more=""), "medium"),
    "website": ("public-storage", BLOCK.format(more="website_index_document='index.html', "), "low"),
    "page": ("autoescape-off", CARD.format(text="<p>{{ m }}</p>", more="return text"), "medium"),
    "page_beside_mail": ("autoescape-off", CARD.format(text="<p>{{ m }}</p>", more="send_mail('s', text, None, [])"), "medium"),
    "address_alone": ("autoescape-off", CARD.format(text="{{ m }}", more="return text"), "medium"),
    "mail": ("autoescape-off", CARD.format(text="{{ m }}", more="send_mail('s', text, None, [])"), "low"),
}

LISTEN = "import os\nimport debugpy\nHERE = '127.0.0.1'\ndef start(port):\n    {before}debugpy.listen({to})\n"
ENTER = ("from django.contrib.auth import login\nfrom django.contrib.auth.models import User\nfrom shop.forms import Enter\n"
         "def enter(request):\n    form = Enter(request.POST)\n    {before}user = User.objects.get(username=request.POST['name'])\n"
         "    login(request, user)\n")
HOST = ("from flask import Flask, abort, request\nfrom shop import admin\napp = Flask(__name__)\n@app.route('/')\n"
        "def page():\n    if {test}:\n        {then}\n    {after}\n")
CASES |= {
    "debugger_for_all": ("debugger-left", LISTEN.format(before="", to="('0.0.0.0', 5678)"), "medium"),
    "debugger_asked_for": ("debugger-left", LISTEN.format(before="if os.getenv('DEBUGPY'): ", to="('0.0.0.0', 5678)"), "low"),
    "debugger_by_port": ("debugger-left", LISTEN.format(before="", to="port"), "low"),
    "debugger_here": ("debugger-left", LISTEN.format(before="", to="(HERE, port)"), "low"),
    "login": ("login-unasked", ENTER.format(before=""), "medium"),
    "login_of_form": ("login-unasked", ENTER.format(before="if not form.is_valid(): return None\n    "), "low"),
    "host_lets_in": ("untrusted-decision", HOST.format(test="request.host == 'a.b'", then="return admin()", after="abort(403)"), "medium"),
    "host_refused": ("untrusted-decision", HOST.format(test="request.host not in ('a.b', 'c.d')", then="abort(403)", after="return 'x'"), "low"),
    "errors_shown": ("debug-mode", "from django.conf import settings\nsettings.configure(DEBUG=True)\n", "medium"),
}
TLS = ("import ssl\nimport httpx\ndef client(verify):\n    return httpx.Client(verify=verify)\n"
       "def start(host, {word}):\n    if {word}:\n        return client(False)\n    return client(True)\n")
LOCAL = ("import ssl\ndef context(host, {asks}):\n    c = ssl.create_default_context()\n    if {asks}(host):\n"
         "        c.check_hostname = False\n        c.verify_mode = ssl.CERT_NONE\n    return c\n")
COOKIE = "DISABLE_HTTPS = True\nHOST = 'a.example.org'\nif {asks}:\n    SESSION_COOKIE_SECURE = False\n"
PATTERN = ("import re\nimport sys\n{imports}def read(line):\n    pair = re.compile(r'(.*)% *if (.*):(.*)')\n    return pair.search(line)\n"
           "if __name__ == '__main__':\n    read(open(sys.argv[1]).read())\n")
PAY = ("import copy\nimport requests\nfrom django.http import HttpResponse\nclass {name}:\n    def execute(self, request):\n"
       "        asked = copy.copy(request)\n        return requests.post(self.base + asked.path, timeout=5)\n")
FOLDER = "import os\ndef make(path, mode={mode}):\n    os.makedirs(path, mode)\ndef both():\n    make('/srv/a')\n"
OPENED = "import os\ndef make(path, flags, mode=None):\n    return os.open(path, flags, {mode})\n"
ROLE = "class Roles:\n{more}    PASSWORD_ADMIN = '966707d0-3269-4727-9be2-8c3a10f19b9d'\n"
ROLES = "".join(f"    ROLE_{i} = '{i}2e90394-69f5-4237-9190-012177145e1{i}'\n" for i in range(4))
CASES |= {
    "tls_of_an_option": ("tls-no-verify", TLS.format(word="insecure_fallback"), "low"),
    "tls_of_a_caller": ("tls-no-verify", TLS.format(word="fast"), "high"),
    "tls_of_this_machine": ("tls-no-verify", LOCAL.format(asks="is_loopback"), "low"),
    "tls_of_some_host": ("tls-no-verify", LOCAL.format(asks="is_known"), "high"),
    "cookie_without_https": ("insecure-cookie", COOKIE.format(asks="DISABLE_HTTPS"), "low"),
    "cookie_of_a_host": ("insecure-cookie", COOKIE.format(asks="HOST"), "medium"),
    "pattern_of_a_script": ("redos", PATTERN.format(imports=""), "low"),
    "pattern_of_a_server": ("redos", PATTERN.format(imports="import socket\n"), "medium"),
    "role_among_roles": ("hard-coded-credential", ROLE.format(more=ROLES), "low"),
    "role_alone": ("hard-coded-credential", ROLE.format(more=""), "medium"),
}
EARLY = ("import ssl\nclass Box:\n    def context(self):\n        if self.config.{asks}:\n            return ssl.create_default_context()\n"
         "        c = ssl.create_default_context()\n        c.check_hostname = False\n        c.verify_mode = ssl.CERT_NONE\n        return c\n")
LINE = ("import asyncio\nimport logging\nlog = logging.getLogger(__name__)\nasync def serve(reader, writer):\n"
        "    text = (await reader.{read}).decode()\n    log.info(f'asked for {{text.strip()}}')\n"
        "async def main():\n    await asyncio.start_server(serve, '127.0.0.1', 8000)\n")
WSGI = "import os\ndef application(environ, start_response):\n    start_response('200 OK', [])\n    return [str(os.listdir(environ['{key}'])).encode()]\n"
COMMAND = "import re\nimport {lib}\ndef parse(text):\n    pair = re.compile(r'(.*)% *if (.*):(.*)')\n    return pair.search(text)\n"
TOKEN = "{name} = 'FPPTH34D4E3MI2HG'\ndef check(code):\n    return code\n"
CASES |= {
    "tls_left_before": ("tls-no-verify", EARLY.format(asks="verify_peer"), "low"),
    "tls_of_another_question": ("tls-no-verify", EARLY.format(asks="is_ready"), "high"),
    "log_of_a_line": ("log-injection", LINE.format(read="readline()"), "low"),
    "log_of_a_block": ("log-injection", LINE.format(read="read(900)"), "medium"),
    "key_of_the_server": ("path-traversal", WSGI.format(key="app.folder"), "low"),
    "key_of_the_client": ("path-traversal", WSGI.format(key="PATH_INFO"), "high"),
    "secret_that_stands_in": ("hard-coded-credential", TOKEN.format(name="DUMMY_SECRET"), "low"),
    "secret_that_is_used": ("hard-coded-credential", TOKEN.format(name="TOTP_SECRET"), "medium"),
    "pattern_of_a_command": ("redos", COMMAND.format(lib="click"), "low"),
    "pattern_of_a_service": ("redos", COMMAND.format(lib="flask"), "medium"),
}
SEVERAL = ("import logging\nimport os\nlog = logging.getLogger(__name__)\ndef start():\n    values = [os.environ.get(n) for n in ('A',)]\n"
           "    for name in (os.environ.get('DB_HOST'), os.environ.get('DB_PORT'), os.environ.get('DB_USER'), os.environ.get('DB_NAME'),\n"
           "                 os.environ.get('DB_ZONE'), os.environ.get('DB_PASSWORD'), os.environ.get('DB_TOKEN'), os.environ.get('DB_KIND')):\n"
           "        log.info('with %s', name)\n")
FACTORY = ("from OpenSSL import SSL\nclass {name}:\n    def __init__(self):\n        self.context = SSL.Context(SSL.SSLv23_METHOD)\n"
           "        self.context.set_verify(SSL.VERIFY_NONE, lambda *a: True)\n")
OWNED = ("from rest_framework import viewsets\nfrom shop.models import Plan\nclass Plans(viewsets.ModelViewSet):\n"
         "    def get_queryset(self):\n        return Plan.objects.filter({only})\n    def perform_create(self, serializer):\n"
         "        serializer.save(user=self.request.user)\n")
CASES |= {
    "factory_by_its_name": ("tls-no-verify", FACTORY.format(name="InsecureContextFactory"), "low"),
    "factory": ("tls-no-verify", FACTORY.format(name="ContextFactory"), "high"),
    "plans_for_all": ("insecure-direct-object", OWNED.format(only="is_public=True"), None),
    "plans_of_all": ("insecure-direct-object", OWNED.format(only="is_open=True"), "medium"),
}
TOOL = "import {lib}\nimport jinja2\ndef write(rows, out):\n    env = jinja2.Environment(loader=jinja2.FileSystemLoader('t'))\n    out.write(env.get_template('{name}').render(rows=rows))\n"
CASES |= {
    "tables_of_a_tool": ("autoescape-off", TOOL.format(lib="argparse", name="rows.rst"), "low"),
    "pages_of_a_tool": ("autoescape-off", TOOL.format(lib="argparse", name="rows.html"), "medium"),
    "tables_of_a_program": ("autoescape-off", TOOL.format(lib="json", name="rows.rst"), "medium"),
}
DOOR = "import sqlite3\ndb = sqlite3.connect('a.db')\ndef rows(sql, params=()):\n    return db.execute({what}).fetchall()\n"
CASES |= {
    "door_to_the_database": ("sql-injection", DOOR.format(what="sql, params or ()"), "low"),
    "statement_alone": ("sql-injection", DOOR.format(what="sql"), "medium"),
    "statement_built": ("sql-injection", DOOR.format(what="'SELECT * FROM ' + sql, params"), "medium"),
    "constraint": ("hard-coded-credential", "CREDENTIALS_TOKEN = 'uq9credentials7id4org2'\nCREDENTIALS_CONSTRAINT = 'uq9credentials7id4org2'\n", "medium"),
    "failed_to_open": ("timing-compare", "import os\nFAILED_PASSWORD = os.environ['X']\ndef skip(find, request):\n    return find().password == FAILED_PASSWORD\n", None),
}
ANSWERED = ("import requests\nfrom flask import Flask, redirect\napp = Flask(__name__)\n@app.get('/')\ndef show(user, config):\n"
            "    if {asks}:\n        return redirect('/')\n    return requests.get('https://x', verify=False).text\n")
GIVEN = "import ssl\n{asks}\n    class Client:\n        def start(self):\n            c = ssl.create_default_context()\n            c.check_hostname = False\n            return c\n"
LAID = "import os\ndef store(path, mode=None):\n    return os.open(path, os.O_CREAT | os.O_WRONLY, 0o666 if mode is None else {mode})\n"
NUMBERS = "class Settings:\n" + "".join(f"    {name}_ID = '{at}66707d0-3269-4727-9be2-8c3a10f19b9d'\n" for at, name in enumerate(("TENANT", "CLIENT", "GROUP", "PLAN")))
READER = "import os\nimport jwt\ndef read(token):\n    return jwt.decode(token, os.environ.get('{name}', ''), algorithms=['HS256'])\n"
CASES |= {
    "tls_of_somebody_verified": ("tls-no-verify", ANSWERED.format(asks="not user.is_verified"), "high"),
    "tls_of_an_asked_verify": ("tls-no-verify", ANSWERED.format(asks="config.verify"), "low"),
    "tls_where_there_is_ssl": ("tls-no-hostname", GIVEN.format(asks="if ssl is not None:"), "high"),
    "tls_of_other_machines": ("tls-no-verify", LOCAL.format(asks="not is_loopback"), "high"),
    "opened_for_all": ("loose-permissions", LAID.format(mode="0o777"), "high"),
    "opened_as_asked": ("loose-permissions", LAID.format(mode="mode"), "low"),
    "secret_among_numbers": ("hard-coded-credential", NUMBERS + "    CLIENT_SECRET = '966707d0-3269-4727-9be2-8c3a10f19b9d'\n", "medium"),
    "signing_key_of_an_api": ("hard-coded-credential", READER.format(name="API_SECRET_KEY"), "medium"),
    "pattern_of_a_mail_reader": ("redos", PATTERN.format(imports="import imaplib\n"), "medium"),
    "tables_of_a_server": ("autoescape-off", TOOL.format(lib="argparse\nimport fastapi", name="rows.jinja"), "medium"),
    "path_of_the_address": ("path-traversal", WSGI.format(key="wsgiorg.routing_args"), "high"),
    "plans_for_nobody": ("insecure-direct-object", OWNED.format(only="is_public=False"), "medium"),
}
# texts whose judging grew with the square of their length
LONG = {
    "policy": "iam.create_policy(PolicyDocument='" + '"Effect":"Allow"' * 12000 + "')\n",
    "places": 'import requests\nrequests.get("https://x/?' + "=%s" * 60000 + '" % x)\n',
}


def scan(folder, *words, timeout=60):
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "-q", "--profile", "audit", *words, "."],
                          cwd=folder, capture_output=True, text=True, timeout=timeout)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("name", LONG)
def test_long(name, tmp_path):
    (tmp_path / "a.py").write_text(LONG[name])
    scan(tmp_path, timeout=5)


def test_a_setting_is_no_secret(tmp_path):
    """Of more sources than are kept, the one that stands for the secret is one that is one."""
    (tmp_path / "a.py").write_text(SEVERAL)
    found = json.loads(scan(tmp_path, "--select", "secret-in-log", "--format", "json"))["findings"]
    assert [f["rule"] for f in found] == ["secret-in-log"]
    assert "gives a secret" in found[0]["message"]


@pytest.mark.parametrize("name", CASES)
def test_weighed(name, tmp_path):
    rule, program, confidence = CASES[name]
    (tmp_path / f"{name}.py").write_text(program)
    found = json.loads(scan(tmp_path, "--format", "json"))["findings"]
    assert {f["confidence"] for f in found if f["rule"] == rule} == {confidence} - {None}
