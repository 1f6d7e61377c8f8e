// The Python front end beyond trees: tokens, extraction, encodings, names, hostile nesting, memory.
// SPDX-License-Identifier: MIT
#include "py/py.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>

static Pool pool;
static int open_pool(void **state) { (void)state; return pool_open(&pool, (Size)4 << 30) ? 0 : -1; }
static int close_pool(void **state) { (void)state; pool_close(&pool); return 0; }

static Tree *parse(Str src)
{
    pool_reset(&pool);
    return py_parse(src, (PyOptions){0}, &pool.arena);
}

static void expect_str(Str got, const char *want)
{
    if (!str_eq(got, str_of(want))) fail_msg("got:\n%.*s\nwanted:\n%s", STR_ARG(got), want);
}

static NodeList body(const Tree *t) { return py_list(t, t->root, Module_body); }

// The constant that the module's only statement is.
static const PyConst *only_const(const Tree *t)
{
    assert_int_equal(body(t).n, 1);
    return py_const(t, py_node(t, body(t).v[0], Expr_value));
}

// --- tokens

static const char *const tok_names[] = {"EOF",  "NEWLINE", "NL",     "COMMENT", "INDENT", "DEDENT",
                                        "NAME", "NUMBER",  "STRING", "FSTRING", "OP",     "ERROR"};

static void expect_tokens(const char *src, const char *want)
{
    PyToks toks = {0};
    pool_reset(&pool);
    py_tokens(str_of(src), &pool.arena, &toks);
    Buf b = {.keep = &pool.arena};
    for (Size i = 0; i < toks.n; i++) {
        PyTok k = toks.v[i];
        bool text = k.kind >= TOK_NAME || k.kind == TOK_COMMENT;
        buf_fmt(&b, "%s%s", i ? " " : "", tok_names[k.kind]);
        if (text) buf_fmt(&b, "(%.*s)", (int)(k.end - k.beg), src + k.beg);
    }
    expect_str(buf_str(&b), want);
}

static void tokens_are_all_there(void **state)
{
    (void)state;
    expect_tokens("", "EOF");
    expect_tokens(
        "if a: # b\n\n  c\n",
        "NAME(if) NAME(a) OP(:) COMMENT(# b) NEWLINE NL INDENT NAME(c) NEWLINE DEDENT EOF");
    expect_tokens("f(1,\n 2)", "NAME(f) OP(() NUMBER(1) OP(,) NL NUMBER(2) OP()) NEWLINE EOF");
    expect_tokens("x = f\"{a['b']:>{w}} {f\"{y}\"}\" rb'z'\n",
                  "NAME(x) OP(=) FSTRING(f\"{a['b']:>{w}} {f\"{y}\"}\") STRING(rb'z') NEWLINE EOF");
    expect_tokens("a = $ 'b\n", "NAME(a) OP(=) ERROR($) STRING('b) NEWLINE EOF");
    expect_tokens("f'{a\nb", "FSTRING(f'{a) NEWLINE NAME(b) NEWLINE EOF");
}

// --- extraction

static void check_map(Str src, Str from, const PyPieces *map)
{
    for (Size i = 0; i < map->n; i++) {
        PyPiece p = map->v[i];
        assert_true(p.from + p.len <= src.len && p.to + p.len <= from.len);
        if (p.len > 1) assert_memory_equal(src.s + p.from, from.s + p.to, p.len);
    }
}

static void markdown_gives_its_python(void **state)
{
    (void)state;
    Str src, text = S("Hi `x`\n```python\nimport os\n```\n- item\n  ~~~{.py}\n  if a:\n    b\n  "
                      "~~~\n```js\nno\n```\n"
                      "```Python3 title=a\nc");
    PyPieces map;
    assert_true(py_from_markdown(text, &pool.arena, &src, &map));
    expect_str(src, "import os\nif a:\n  b\nc\n");
    check_map(src, text, &map);
    text = S("```\nplain\n```\n");
    assert_true(py_from_markdown(text, &pool.arena, &src, &map));
    expect_str(src, "plain\n");
    assert_false(py_from_markdown(S("no code"), &pool.arena, &src, &map));
    assert_false(py_from_markdown(S("```sh\nls\n```"), &pool.arena, &src, &map));
}

static void notebooks_give_their_cells(void **state)
{
    (void)state;
    Str src, text = S("{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"# no\"]},"
                      "{\"source\": [\"%matplotlib inline\\n\", \"x = !ls (\\n\", \"if x:\\n\", \" "
                      "   !pip\\n\","
                      "\"s = \\\"\\\"\\\"\\n\", \"%in text\\n\", \"\\\"\\\"\\\" % (1\\n\", \"% "
                      "2)\\n\", \"os?\\n\", \"'\\u00e9\\ud83d\\ude00'\"],"
                      "\"outputs\": [{\"a\": [1, {\"b\": null}]}], \"cell_type\": \"code\"},"
                      "{\"cell_type\": \"code\", \"source\": \"%%bash\\nls\"}, {\"cell_type\": "
                      "\"code\", \"source\": \"%%time\\ny\"}],"
                      "\"metadata\": {\"language_info\": {\"name\": \"python\"}}}");
    PyPieces map;
    assert_true(py_from_notebook(text, &pool.arena, &src, &map));
    expect_str(src, "pass\nx = None\nif x:\n    pass\ns = \"\"\"\n%in text\n\"\"\" % (1\n% "
                    "2)\npass\n'\u00e9\U0001F600'\npass\ny\n");
    check_map(src, text, &map);
    assert_true(py_parse(src, (PyOptions){0}, &pool.arena)->parses);
    assert_false(py_from_notebook(
        S("{\"cells\": [{\"cell_type\": \"code\", \"source\": \"x\"}], \"metadata\": "
          "{\"kernelspec\": {\"language\": \"R\"}}}"),
        &pool.arena, &src, &map));
    assert_false(py_from_notebook(S("[1, 2"), &pool.arena, &src, &map));
    assert_false(py_from_notebook(S("{\"cells\": [{\"cell_type\": \"markdown\"}]"), &pool.arena,
                                  &src, &map));
}

// --- encodings and names

static void encodings_become_utf8(void **state)
{
    (void)state;
    Tree *t = parse(S("# -*- coding: latin-1 -*-\n'\xE9'\n"));
    assert_true(t->parses);
    expect_str(only_const(t)->text, "\u00e9");
    t = parse(S("\n# vim: set fileencoding=cp1252 :\n'\x80'\n"));
    assert_true(t->parses);
    expect_str(only_const(t)->text, "\u20ac");
    t = parse(S("\xEF\xBB\xBFx"));
    assert_true(t->parses);
    assert_int_equal(py_at(t, body(t).v[0])->beg, 0);
    assert_false(parse(S("\xEF\xBB\xBF# coding: latin-1\n"))->parses);
    assert_false(parse(S("# coding: nonesuch\nx\n"))->parses);
    assert_false(parse(S("# coding: ascii\n'\xE9'\n"))->parses);
    assert_false(parse(S("x\n# the third line is too late\n# coding: latin-1\n'\xE9'\n"))->parses);
    t = parse(S("'a\xFF'\n"));
    assert_false(t->parses);
    expect_str(only_const(t)->text, "a?");
}

static void names_are_normalised(void **state)
{
    (void)state;
    Tree *t = parse(S("\uFB01\n"));                  // the ligature fi
    Sym fi = name_find(&t->names, S("fi"));
    assert_true(t->parses && fi);
    assert_int_equal(py_sym(t, py_node(t, body(t).v[0], Expr_value), Name_id), fi);
    t = parse(S("e\u0301 = \uAC01\n"));             // composed; a Hangul syllable stays
    assert_true(name_find(&t->names, S("\u00e9")) && name_find(&t->names, S("\uAC01")));
    assert_false(parse(S("x\u00B2 = 1\n"))->parses); // a superscript is no letter
    assert_false(parse(S("a\u00A0= 1\n"))->parses);  // nor is a hard space a blank
}

static void characters_have_names(void **state)
{
    (void)state;
    Tree *t =
        parse(S("'\\N{BULLET}\\N{latin small letter E with acute}\\N{CJK UNIFIED IDEOGRAPH-4E00}"
                "\\N{HANGUL SYLLABLE GAG}\\N{NBSP}\\N{line feed}'\n"));
    assert_true(t->parses);
    expect_str(only_const(t)->text, "\u2022\u00e9\u4e00\uac01\u00a0\n");
    assert_false(parse(S("'\\N{NO SUCH NAME}'\n"))->parses);
}

// --- hostile input

typedef struct { const char *head, *more, *tail; } Nest;

// Size bytes of one thing over and over: it ends, in bounded memory, and what follows is still
// read.
static void nesting_is_bounded(void **state)
{
    (void)state;
    static const Nest nests[] = {
        {"", "(", ""},
        {"", "(\n", ""},
        {"", "f(\n", ""},
        {"x = ", "[", ""},
        {"a", ".a", ""},
        {"a", "+a", ""},
        {"a", "**a", ""},
        {"", "lambda:", ""},
        {"", "not ", "a"},
        {"", "-", "a"},
        {"", "f\"{", ""},
        {"f\"{a:", "{a:", ""},
        {"", "f'''{", ""},
        {"", "x='''\n", ""},
        {"", "x=\"\"\"\nx='''\n", ""},
        {"", "{a:", ""},
        {"", "a if b else ", "a"},
        {"if a:\n b\n", "elif a:\n b\n", ""},
        {"", "with (", ""},
        {"", "match (\n", ""},
        {"match x:\n case ", "[", ""},
        {"match x:\n case a", "|a", ": pass"},
        {"", "(a:=", ""},
        {"", "await ", "a"},
        {"", "x=(a,\nb,\n", ""},
        {"", "\"", ""},
        {"", "\\\n", ""},
        {"", "f\"{#\n", ""},
        {"", "\xFF", ""},
        {"", ")\n", ""},
    };
    enum { LONG = 1 << 18 };
    for (Size i = 0; i < countof(nests); i++) {
        pool_reset(&pool);
        Buf b = {.keep = &pool.arena};
        buf_add(&b, str_of(nests[i].head));
        while (b.n < LONG) buf_add(&b, str_of(nests[i].more));
        buf_add(&b, str_of(nests[i].tail));
        Size before = pool_used(&pool);
        Tree *t = py_parse(buf_str(&b), (PyOptions){.no_symbols = true}, &pool.arena);
        assert_int_equal(py_kind(t, t->root), PY_Module);
        if (pool_used(&pool) - before > 64 * b.n)
            fail_msg("%s…: %td bytes", nests[i].more, pool_used(&pool) - before);
    }
}

static void limits_are_told(void **state)
{
    (void)state;
    pool_reset(&pool);
    Buf b = {.keep = &pool.arena};
    buf_add(&b, S("x = 1\ny = a"));
    for (int i = 0; i < 10000; i++) buf_add(&b, S(".a"));
    buf_add(&b, S("\nz = 2\n"));
    Tree *t = py_parse(buf_str(&b), (PyOptions){0}, &pool.arena);
    assert_false(t->parses);
    assert_int_equal(t->diags.v[0].kind, DIAG_LIMIT);
    assert_int_equal(body(t).n, 3);
    assert_int_equal(py_kind(t, body(t).v[1]), PY_Error);
}

// What a tree costs: at most 5 bytes for one of ordinary source.
static void trees_are_small(void **state)
{
    (void)state;
    static const char text[] =
        "def function_%d(self, request, name=None):\n    \"\"\"Say what it does.\"\"\"\n"
        "    if request.method != 'POST' or not name:\n        return redirect(self.url, "
        "code=302)\n"
        "    # one row for each\n    for key, value in request.form.items():\n"
        "        self.rows[key] = value.strip().lower() + '-%%s' %% name\n    return "
        "self.render('page.html', rows=self.rows)\n\n";
    pool_reset(&pool);
    Buf b = {.keep = &pool.arena};
    for (int i = 0; i < 500; i++) buf_fmt(&b, text, i);
    Size before = pool_used(&pool);
    Tree *t = py_parse(buf_str(&b), (PyOptions){.no_symbols = true}, &pool.arena);
    assert_true(t->parses && body(t).n == 500 && t->comments.n == 500);
    assert_true(pool_used(&pool) - before <= 5 * b.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_all_there),
        cmocka_unit_test(markdown_gives_its_python),
        cmocka_unit_test(notebooks_give_their_cells),
        cmocka_unit_test(encodings_become_utf8),
        cmocka_unit_test(names_are_normalised),
        cmocka_unit_test(characters_have_names),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(limits_are_told),
        cmocka_unit_test(trees_are_small),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
