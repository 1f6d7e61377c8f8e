// Edits: where an import goes and how it is written, composed changes, diffs.
#include "edit/edit.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static Pool pool;
static int open_pool(void **state) { (void)state; return pool_open(&pool, (Size)1 << 32) ? 0 : -1; }
static int close_pool(void **state) { (void)state; pool_close(&pool); return 0; }

static Str with_imports(const char *src, const Import *add, Size n)
{
    Arena *a = &pool.arena;
    Tree *t = py_parse(str_of(src), (PyOptions){0}, a);
    Change c = {0};
    bool taken;
    for (Size i = 0; i < n; i++) *push(a, &c.add) = add[i];
    Arena scratch = *a;
    scratch.beg += (Size)1 << 30;
    return edit_apply(t, &c, 1, &taken, a, scratch);
}

static void expect_import(const char *src, Import add, const char *want)
{
    Str got = with_imports(src, &add, 1);
    if (!str_eq(got, str_of(want))) fail_msg("got:\n%.*s\nwanted:\n%s", STR_ARG(got), want);
    got = with_imports(str_z(&pool.arena, got), &add, 1);
    if (!str_eq(got, str_of(want))) fail_msg("second time:\n%.*s", STR_ARG(got));
}

static void imports_find_their_place(void **state)
{
    (void)state;
    Import secrets = {S("secrets"), {0}, {0}}, yaml = {S("yaml"), {0}, {0}};
    expect_import("import os\nimport sys\n\nx = 1\n", secrets,
                  "import os\nimport secrets\nimport sys\n\nx = 1\n");
    expect_import("x = 1\n", secrets, "import secrets\n\nx = 1\n");
    expect_import("\"\"\"Doc.\"\"\"\nx = 1\n", secrets,
                  "\"\"\"Doc.\"\"\"\n\nimport secrets\n\nx = 1\n");
    expect_import("#!/usr/bin/env python\n# words\nx = 1\n", secrets,
                  "#!/usr/bin/env python\n# words\nimport secrets\n\nx = 1\n");
    expect_import("from __future__ import annotations\n\nx = 1\n", secrets,
                  "from __future__ import annotations\n\nimport secrets\n\nx = 1\n");
    expect_import("import flask\n", secrets, "import secrets\n\nimport flask\n");
    expect_import("import os\n\nfrom app import db\n", yaml,
                  "import os\n\nimport yaml\nfrom app import db\n");
    expect_import("", secrets, "import secrets\n");
    expect_import("@app.route('/')\ndef f():\n    pass\n", secrets,
                  "import secrets\n\n@app.route('/')\ndef f():\n    pass\n");
    expect_import("import os  # why\nx = os\n", secrets,
                  "import os  # why\nimport secrets\nx = os\n");
    expect_import("import os\r\nx = os\r\n", secrets, "import os\r\nimport secrets\r\nx = os\r\n");
}

static void names_join_a_statement(void **state)
{
    (void)state;
    Import abort = {S("flask"), S("abort"), {0}};
    expect_import("from flask import Flask\n", abort, "from flask import Flask, abort\n");
    expect_import("from flask import Flask as F\n", abort, "from flask import Flask as F, abort\n");
    expect_import("from flask import (Flask)\n", abort, "from flask import (Flask, abort)\n");
    expect_import("from flask import (\n    Flask,\n    request,\n)\n", abort,
                  "from flask import (\n    Flask,\n    request,\n    abort,\n)\n");
    expect_import("from flask import *\n", abort, "from flask import *\nfrom flask import abort\n");
    expect_import("from flask import abort as a, abort\n", abort,
                  "from flask import abort as a, abort\n");
}

static void expect_name(const char *src, const char *at, const char *module, const char *name,
                        const char *want)
{
    Arena *a = &pool.arena;
    Tree *t = py_parse(str_of(src), (PyOptions){0}, a);
    Import need;
    Str text = {0};
    bool found = edit_name(t, (uint32_t)str_find(str_of(src), str_of(at)), str_of(module),
                           str_of(name), &need, &text, a);
    Str got = found ? str_fmt(a, "%.*s %.*s %.*s %.*s", STR_ARG(text), STR_ARG(need.module),
                              STR_ARG(need.name), STR_ARG(need.as))
                    : S("-");
    if (!str_eq(str_trim(got), str_of(want)))
        fail_msg("%s: got %.*s wanted %s", src, STR_ARG(got), want);
}

static void names_are_written_as_the_file_does(void **state)
{
    (void)state;
    expect_name("import subprocess as sp\nX\n", "X", "subprocess", "run", "sp.run");
    expect_name("from subprocess import run as r\nX\n", "X", "subprocess", "run", "r");
    expect_name("import os\nX\n", "X", "shlex", "quote", "shlex.quote shlex");
    expect_name("from os import path\nX\n", "X", "shlex", "quote", "quote shlex quote");
    expect_name("def f(shlex):\n    X\n", "X", "shlex", "quote", "_quote shlex quote _quote");
    expect_name("import shlex\ndef f():\n    shlex = 1\n    X\n", "X", "shlex", "quote",
                "_quote shlex quote _quote");
    expect_name("def f():\n    import html\n    X\n", "X", "html", "escape", "html.escape");
    expect_name("import os.path\nX\n", "X", "os.path", "join", "os.path.join");
}

static void changes_compose(void **state)
{
    (void)state;
    Arena *a = &pool.arena;
    Tree *t = py_parse(S("import md5mod\nx = md5mod.f(1)\n"), (PyOptions){0}, a);
    Edit one = {{18, 26}, S("hashlib.sha256")}, clash = {{20, 22}, S("zz")},
         arg = {{27, 28}, S("2")};
    Change c[3] = {0};
    *push(a, &c[0].edits) = one;
    *push(a, &c[0].add) = (Import){S("hashlib"), {0}, {0}};
    *push(a, &c[0].drop_if_unused) = (Import){S("md5mod"), {0}, {0}};
    *push(a, &c[1].edits) = clash;
    *push(a, &c[2].edits) = arg;
    bool taken[3];
    Arena scratch = *a;
    scratch.beg += (Size)1 << 30;
    Str got = edit_apply(t, c, 3, taken, a, scratch);
    assert_true(taken[0] && !taken[1] && taken[2]);
    if (!str_eq(got, S("import hashlib\n\nx = hashlib.sha256(2)\n")))
        fail_msg("%.*s", STR_ARG(got));
}

static void diffs_are_unified(void **state)
{
    (void)state;
    Arena *a = &pool.arena, scratch = *a;
    scratch.beg += (Size)1 << 30;
    Str got = edit_diff(S("a b.py"), S(""), S("1\n2\n3\n"), S("1\nx\n3"), 3, a, scratch);
    assert_true(str_eq(got, S("--- a/a b.py\t\n+++ b/a b.py\t\n@@ -1,3 +1,3 @@\n "
                              "1\n-2\n-3\n+x\n+3\n\\ No newline at end of file\n")));
    assert_int_equal(edit_diff(S("a"), S(""), S("x"), S("x"), 3, a, scratch).len, 0);
    got = edit_diff(S("q\n\".py"), S(""), S(""), S("1\n"), 3, a, scratch);
    assert_true(str_starts(got, S("--- \"a/q\\n\\\".py\"\n")));
}

static void lines_become_edits(void **state)
{
    (void)state;
    static const Str texts[][2] = {
        {L("a\nb\nc\n"), L("a\nx\nc\n")}, {L("a\r\nb\r\n"), L("a\r\nx\r\nb\r\n")},
        {L("a\nb"), L("a\nb\n")},          {L(""), L("a\n")},
        {L("a\nb\n"), L("")},              {L("a\nb\nc\nd\n"), L("b\nc\nx\nd\ny")}, {L("a"), L("a")},
    };
    Arena *a = &pool.arena, scratch = *a;
    scratch.beg += (Size)1 << 30;
    for (Size i = 0; i < countof(texts); i++) {
        Buf made = {.keep = a};
        uint32_t done = 0;
        Edits e = edit_lines(texts[i][0], texts[i][1], a, scratch);
        for (Size k = 0; k < e.n; k++) {
            buf_add(&made, str_sub(texts[i][0], done, e.v[k].where.beg));
            buf_add(&made, e.v[k].with);
            done = e.v[k].where.end;
        }
        buf_add(&made, str_sub(texts[i][0], done, -1));
        assert_true(str_eq(buf_str(&made), texts[i][1]));
    }
    assert_int_equal(edit_lines(S("a\nb\nc\n"), S("a\nx\nc\n"), a, scratch).v[0].where.beg, 2);
}

static void literals_come_back(void **state)
{
    (void)state;
    Arena *a = &pool.arena;
    assert_true(str_eq(edit_literal(S("a'b\"c\n\\\x01"), '"', a), S("\"a'b\\\"c\\n\\\\\\x01\"")));
    Tree *t = py_parse(S("if x:\n\tif y:\n\t\tf('a', 'b')\n"), (PyOptions){0}, a);
    assert_true(str_eq(edit_indent_unit(t), S("\t")));
    assert_true(str_eq(edit_indent(t, 18, a), S("\t\t")));
    assert_int_equal(edit_quote(t), '\'');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(imports_find_their_place), cmocka_unit_test(names_join_a_statement),
        cmocka_unit_test(names_are_written_as_the_file_does), cmocka_unit_test(changes_compose),
        cmocka_unit_test(diffs_are_unified), cmocka_unit_test(lines_become_edits), cmocka_unit_test(literals_come_back),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
