// The index that rules ask (flow/query): the same answers as from walking the tree, over whole files and
// files that break off or are broken anywhere.
// SPDX-License-Identifier: MIT
#include "flow/query.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>

static Pool pool;
static int open_pool(void **state) { (void)state; return pool_open(&pool, (Size)4 << 30) ? 0 : -1; }
static int close_pool(void **state) { (void)state; pool_close(&pool); return 0; }

static const char source[] =
    "import os.path as p, sys\nfrom flask import (request as req, abort)\n"
    "@app.route('/Users/<int:id>', methods=['GET', \"POST\"])\n@login_required(level=2)\n"
    "async def Show_User(id: int, *args, key=None, **kw) -> 'User':\n"
    "    \"\"\"Says who it is, at HTTPS://example.org/.\"\"\"\n"
    "    async with Session(bind=engine) as session, lock: rows = [r async for r in session.all() if r]\n"
    "    if (n := len(rows)) > 1 and not key: raise ValueError(f'{n!r:>{width}} of {rows[0].name}: {key=}')\n"
    "    elif key is None: return await render(page='x' 'y', **{**kw, 'a': lambda z: z.Id})\n"
    "    try:\n        a.b[c:d, ...].e = yield_(-x ** 2, *args)\n"
    "    except* (KeyError, p.Error) as err:\n        del a, b\n    finally:\n        global count; count += 1\n"
    "class Config[T](Base, metaclass=Meta):\n    SECRET_KEY: str = 'password'\n    type Alias = list[int]\n"
    "    match value:\n        case {'k': [1, *rest], **more} | Point(x=0) if rest: pass\n"
    "        case -1.5e3 | None | 'caf\\u00e9' b'': x = {1, 2}; y = {i: j for i, j in k}\n"
    "while True:\n    for i, (j, k) in enumerate(m): continue\n    else: break\nassert x if y else z, t'{q}'\n";

// What the words are to be found by: the walk over the tree that the index stands for.
static Str identifier(const Tree *t, NodeId n)
{
    switch (py_kind(t, n)) {
    case PY_Name: return py_name(t, py_sym(t, n, Name_id));
    case PY_Attribute: return py_name(t, py_sym(t, n, Attribute_attr));
    case PY_keyword: return py_name(t, py_sym(t, n, keyword_arg));
    case PY_arg: return py_name(t, py_sym(t, n, arg_arg));
    default: return (Str){0};
    }
}

static bool holds(Str text, Str word)
{
    for (Size i = 0; i + word.len <= text.len; i++) {
        Size k = 0;
        while (k < word.len && tolower((unsigned char)text.s[i + k]) == tolower((unsigned char)word.s[k])) k++;
        if (k == word.len) return true;
    }
    return false;
}

static Str literal(const Tree *t, NodeId n)
{
    const PyConst *c = py_kind(t, n) == PY_Constant ? py_const(t, n) : NULL;
    return c && (c->kind == CONST_STR || c->kind == CONST_BYTES) ? c->text : (Str){0};
}

typedef struct { bool mentions, uses, text; } Found;

static void walk(const Tree *t, NodeId n, Str word, Found *f)
{
    NodeId child;
    Str name = identifier(t, n);
    f->mentions |= name.len && holds(name, word);
    f->uses |= name.len && str_eq(name, word);
    f->text |= holds(literal(t, n), word);
    for (uint32_t it = 0; (child = py_next_child(t, n, &it));) walk(t, child, word, f);
}

static const Query *query_of(Str src)
{
    Module *m = new(&pool.arena, Module, 1);
    FlowFile *f = new(&pool.arena, FlowFile, 1);
    m->tree = py_parse(src, (PyOptions){0}, &pool.arena);
    f->module = m;
    QueryNames *said = new(&pool.arena, QueryNames, 1);
    *said = query_names_of(m->tree);
    return query_new(f, said, NULL, &pool.arena);
}

static const Str words[] = {
    L("id"),       L("user"),     L("login_required"), L("LOGIN"), L("session"),  L("name"),   L("z"),
    L("https://"), L("password"), L("secret_key"),     L("ey"),    L("show_user"), L("kw"),    L("err"),
    L("post"),     L("absent"),   L("sess\nion"),      L("x"),     L("Session"),  L("key"),    L("nfi"),
    L("render"),   L("<int:"),    L("caf\xc3\xa9"),    L("route"), L("required_"), L("Error"), L("yield_")};

static void expect_answers(const Query *q, NodeId n)
{
    for (Size i = 0; i < countof(words); i++) {
        Found f = {0};
        const Str list[] = {L("no_such_word"), words[i], {0}};
        walk(q->tree, n, words[i], &f);
        if (query_mentions(q, n, list) != f.mentions || query_uses(q, n, words[i]) != f.uses ||
            query_mentions_text(q, n, list) != f.text)
            fail_msg("%.*s in a %s at %u of:\n%.*s", STR_ARG(words[i]), py_kinds[py_kind(q->tree, n)].name,
                     py_at(q->tree, n)->beg, STR_ARG(q->tree->src));
    }
}

static void expect_within(const Query *q, NodeId n, bool *below)
{
    NodeId child;
    below[n] = true;
    for (uint32_t it = 0; (child = py_next_child(q->tree, n, &it));) expect_within(q, child, below);
}

static void expect_index(Str src)
{
    const Query *q = query_of(src);
    for (NodeId n = 1; (Size)n < q->tree->nodes.n; n++) {
        Arena scratch = pool.arena;
        bool *below = new(&scratch, bool, q->tree->nodes.n);
        expect_within(q, n, below);
        for (NodeId m = 1; (Size)m < q->tree->nodes.n; m++)
            assert_int_equal(query_within(q, m, n), below[m]);
        if (py_kind(q->tree, n) < PY_Error || py_kind(q->tree, n) == PY_Call) expect_answers(q, n);
    }
    expect_answers(q, q->tree->root);
    pool_reset(&pool);
}

static void a_file_is_indexed(void **state)
{
    (void)state;
    Str src = {source, (Size)sizeof source - 1};
    assert_true(query_of(src)->tree->nodes.n > 200);
    expect_index(src);
}

// As while somebody types, and as no one would: cut off, with a piece missing, with a sign changed.
static void broken_files_are_indexed(void **state)
{
    (void)state;
    static const char signs[] = "()[]{}:,='\"\n\\@*;";
    char text[sizeof source];
    uint32_t seed = 7;
    for (int round = 0; round < 120; round++) {
        Size len = (Size)sizeof source - 1;
        memcpy(text, source, sizeof source);
        for (int k = 0; k < 1 + round % 3; k++) {
            seed = seed * 1664525 + 1013904223;
            Size at = (Size)(seed >> 8) % len;
            if (round % 4 == 0) len = at + 1;
            else if (round % 4 == 1 && at + 9 < len) memmove(text + at, text + at + 9, (size_t)(len - at - 9)), len -= 9;
            else text[at] = signs[(seed >> 24) % (sizeof signs - 1)];
        }
        expect_index((Str){text, len});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_indexed),
        cmocka_unit_test(broken_files_are_indexed),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
