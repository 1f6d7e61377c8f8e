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


@pytest.mark.parametrize("name", CASES)
def test_weighed(name, tmp_path):
    rule, program, confidence = CASES[name]
    (tmp_path / f"{name}.py").write_text(program)
    done = subprocess.run([SUTURE, "scan", "--no-config", "--no-cache", "-q", "--profile", "audit", "--format", "json", "."],
                          cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1), done.stderr
    assert {f["confidence"] for f in json.loads(done.stdout)["findings"] if f["rule"] == rule} == {confidence}
