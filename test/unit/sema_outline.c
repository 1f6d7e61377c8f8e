// An outline lists the functions and classes that the whole has, wherever they stand; and lines, as the parser lists
// them sixteen bytes at a time.
#include "sema/sema.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static Pool pool, scratch;

static const char *const sources[] = {
    "",
    "def f(): pass\n",
    "def f(a, b=lambda: 1, *c, d=lambda x: x, **e):\n    def g(): yield 1\n    return lambda: [lambda: y for y in a]\n",
    "@deco(lambda: 0)\ndef f():\n    @inner(lambda: 1)\n    def g(): pass\n    x = yield\n",
    "class A(B, key=lambda: 2):\n    k = lambda self: 1\n    def m(self):\n        class C:\n            def n(self): pass\n"
    "            z = 1\n        return C\n    @property\n    def p(self): return 1\n    @p.setter\n    def p(self, v): pass\n",
    "async def f():\n    async def g():\n        yield 1\n    class D:\n        class E:\n            def h(self): return lambda: 3\n",
    "if x:\n    def f():\n        for i in y:\n            try:\n                def g(): return (yield from z)\n"
    "            finally:\n                def h(q=[w for w in (lambda: v)()]): pass\n",
    "def f(:\n    lambda\n  class\ndef g(): return lambda\n",
    "f = lambda a=lambda: (yield): lambda: (yield 1)\n",
};

static const Func *same(const Module *m, NodeId node)
{
    for (Size i = 0; i < m->funcs.n; i++)
        if (m->funcs.v[i].node == node) return &m->funcs.v[i];
    return NULL;
}

static Module *lowered(const char *src, SemaDepth depth)
{
    Tree *t = py_parse(str_of(src), (PyOptions){0}, &pool.arena);
    return sema_lower(S("m.py"), S("m"), t, depth, &pool.arena, scratch.arena);
}

static void compare(const Module *whole, const Module *outline)
{
    assert_int_equal(whole->funcs.n, outline->funcs.n);
    assert_int_equal(whole->classes.n, outline->classes.n);
    for (Size i = 0; i < whole->funcs.n; i++) {
        const Func *a = &whole->funcs.v[i], *b = same(outline, a->node);
        if (!b) fail_msg("%.*s is not listed", STR_ARG(a->qualname));
        assert_int_equal(a->kind, b->kind);
        if (!str_eq(a->qualname, b->qualname)) fail_msg("%.*s, not %.*s", STR_ARG(a->qualname), STR_ARG(b->qualname));
        assert_int_equal(whole->funcs.v[a->parent].node, outline->funcs.v[b->parent].node);
        assert_int_equal(a->is_generator, b->is_generator);
        assert_int_equal(a->is_async, b->is_async);
        assert_int_equal(a->params.n, b->params.n);
        assert_int_equal(a->decorators.n, b->decorators.n);
        assert_int_equal(a->owner ? whole->classes.v[a->owner - 1].node : 0,
                         b->owner ? outline->classes.v[b->owner - 1].node : 0);
    }
}

static void lists_all(void **state)
{
    (void)state;
    for (Size i = 0; i < countof(sources); i++) {
        pool_reset(&pool);
        compare(lowered(sources[i], SEMA_WHOLE), lowered(sources[i], SEMA_OUTLINE));
    }
}

static void lists_lines(void **state)
{
    enum { LONG = 700 };
    (void)state;
    for (Size n = 0; n < LONG; n += 1 + n / 8) {
        Size lines = 0, at = 0;
        pool_reset(&pool);
        char *text = arena_raw(&pool.arena, 1, 1, n + 1);
        for (Size i = 0; i < n; i++) text[i] = (i * i + n) % 7 < 2 ? '\n' : '#';
        for (Size i = 0; i < n; i++) lines += text[i] == '\n';
        assert_int_equal(str_count((Str){text, n}, '\n'), lines);
        Tree *t = py_parse((Str){text, n}, (PyOptions){0}, &scratch.arena);
        assert_int_equal(t->lines.n, lines + 1);
        for (Size i = 0; i < n; i++)
            if (text[i] == '\n') assert_int_equal(t->lines.v[++at], i + 1);
        pool_reset(&scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_all), cmocka_unit_test(lists_lines)};
    if (!pool_open(&pool, (Size)1 << 30) || !pool_open(&scratch, (Size)1 << 30)) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
