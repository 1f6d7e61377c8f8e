"""Markup that a helper of another file makes is not escaped as a whole: the page would show its tags."""
import os
import subprocess

import pytest

SUTURE = os.path.abspath(os.environ.get("SUTURE", "build/suture"))
PAGE = "from flask import Flask, request\n{use}\napp = Flask(__name__)\n\n\n@app.get('/')\ndef page():\n    {body}\n"
FUNCTION = 'def bold(text):\n    return "<b>" + text + "</b>"\n'
JOINED = 'def rows(items):\n    out = ["<ul>"]\n    for i in items:\n        out.append("<li>%s</li>" % i)\n    return "".join(out)\n'
METHOD = ('class Page:\n    def __init__(self, title):\n        self.title = title\n\n    def header(self):\n'
          '        return "<h1>" + self.title + "</h1>"\n')
PLAIN = "def short(text):\n    return text[:20]\n"
KEPT = [
    ("from util import bold", FUNCTION, "return '<p>' + bold(request.args['b']) + '</p>'"),
    ("import util", FUNCTION, "return '<p>' + util.bold(request.args['b']) + '</p>'"),
    ("from util import bold as strong", FUNCTION, "return f\"<p>{strong(request.args['b'])}</p>\""),
    ("from util import rows", JOINED, "return '<div>' + rows(request.args.getlist('b')) + '</div>'"),
    ("from util import Page", METHOD, "return f\"<body>{Page(request.args['t']).header()}</body>\""),
    ("from util import Page", METHOD, "page = Page(request.args['t'])\n    return f'<body>{page.header()}</body>'"),
]


def fixed(folder, use, helper, body):
    (folder / "util.py").write_text(helper)
    (folder / "app.py").write_text(PAGE.format(use=use, body=body))
    run = subprocess.run([SUTURE, "fix", ".", "--no-config", "--write"], cwd=folder, capture_output=True, text=True)
    assert run.returncode in (0, 1, 3), run.stderr
    return (folder / "app.py").read_text()


@pytest.mark.parametrize("use,helper,body", KEPT)
def test_kept(use, helper, body, tmp_path):
    assert fixed(tmp_path, use, helper, body) == PAGE.format(use=use, body=body)


def test_plain_value(tmp_path):
    body = "return '<p>' + short(request.args['b']) + '</p>'"
    assert "escape(str(short(request.args['b'])))" in fixed(tmp_path, "from util import short", PLAIN, body)
