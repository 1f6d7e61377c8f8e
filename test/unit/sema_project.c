// Modules found from where they are imported, names followed to their definition.
#include "sema/sema.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

typedef struct { const char *path, *name, *text; } Given;

static const Given files[] = {
    {"app/__init__.py", "app", "from .views import index as home\nfrom . import util\n"},
    {"app/cycle_a.py", "app.cycle_a", "from .cycle_b import thing\nfrom .cycle_b import real\n"},
    {"app/cycle_b.py", "app.cycle_b", "from .cycle_a import thing\ndef real(): pass\n"},
    {"app/logging.py", "app.logging", "mine = 1\n"},
    {"app/selfish.py", "app.selfish", "from app.selfish import selfish\nclass C(C): pass\n"},
    {"app/star.py", "app.star", "from .util import *\nfrom os.path import *\n"},
    {"app/util.py", "app.util",
     "__all__ = ['pub']\n__all__ += ['also']\ndef pub(): pass\ndef hidden(): pass\nalso = 1\n"},
    {"app/views.py", "app.views",
     "import logging\nimport os.path as p\nimport os.path\nimport requests\nfrom lib import "
     "tool\nimport deep.ns.mod\n"
     "try:\n    import cjson as json\nexcept ImportError:\n    json = None\n"
     "if x:\n    def index(): pass\nelse:\n    index = None\n"
     "def set():\n    global late\n    late = 1\n(a, [b, *c]), d.e = f\nwith o() as g: pass\nfor h "
     "in i: pass\n"},
    {"deep/ns/mod.py", "deep.ns.mod", "value = 1\n"},
    {"lib/tool.py", "lib.tool", "def run(): pass\n"},
    {"one/conf.py", "one.conf", "who = 1\n"},
    {"one/main.py", "one.main", "import conf\nfrom conf import who\n"},
    {"src/pkg/__init__.py", "pkg", "from .core import *\n"},
    {"src/pkg/core.py", "pkg.core", "class Core: pass\n_private = 1\n"},
    {"tests/test_pkg.py", "tests.test_pkg", "from pkg import Core\nimport conf\n"},
    {"two/conf.py", "two.conf", "who = 2\n"},
    {"two/main.py", "two.main", "import conf\n"},
};

typedef struct { Pool pool, scratch; Project *p; } World;

static int build(void **state)
{
    static World w;
    if (!pool_open(&w.pool, (Size)1 << 30) || !pool_open(&w.scratch, (Size)1 << 30)) return -1;
    Arena *a = &w.pool.arena;
    w.p = project_new(a);
    for (Size i = 0; i < countof(files); i++) {
        Tree *t = py_parse(str_of(files[i].text), (PyOptions){0}, a);
        Module *m =
            sema_lower(str_of(files[i].path), str_of(files[i].name), t, SEMA_SKELETON, a, w.scratch.arena);
        project_add(w.p, sema_index(m, project_names(w.p), a, a, w.scratch.arena));
    }
    *state = &w;
    return 0;
}

static int drop(void **state)
{
    World *w = *state;
    pool_close(&w->pool);
    pool_close(&w->scratch);
    return 0;
}

static Size at(const World *w, const char *path)
{
    for (Size i = 0; i < project_count(w->p); i++)
        if (str_eq(project_module(w->p, i)->path, str_of(path))) return i;
    fail_msg("no %s", path);
    return -1;
}

static bool has_word(const ModuleIndex *m, Sym word)
{
    bool has = false;
    for (Size i = 0; i < m->nwords; i++) has |= m->words[i] == word;
    return has;
}

static void finds(const World *w, const char *from, const char *dotted, int level, const char *want)
{
    Size got = project_find(w->p, at(w, from), str_of(dotted), level);
    if (!want) assert_int_equal(got, -1);
    else assert_int_equal(got, at(w, want));
}

static Resolved names(World *w, const char *from, const char *member)
{
    return project_resolve(w->p, at(w, from), name_add(project_names(w->p), str_of(member)),
                           &w->pool.arena);
}

static void defined(World *w, const char *from, const char *member, const char *where,
                    BindKind kind)
{
    Resolved r = names(w, from, member);
    assert_true(r.found && !r.outside && !r.whole);
    assert_int_equal(r.module, at(w, where));
    assert_int_equal(r.bind.kind, kind);
}

static void outside(World *w, const char *from, const char *member, const char *dotted)
{
    Resolved r = names(w, from, member);
    assert_true(r.found && r.outside);
    assert_true(str_eq(r.dotted, str_of(dotted)));
}

static void finds_by_place(void **state)
{
    const World *w = *state;
    finds(w, "app/views.py", "", 1, "app/__init__.py");
    finds(w, "app/views.py", "util", 1, "app/util.py");
    finds(w, "app/__init__.py", "views", 1, "app/views.py");
    finds(w, "app/views.py", "lib.tool", 2, "lib/tool.py");
    finds(w, "app/views.py", "x", 9, NULL);
    finds(w, "one/main.py", "conf", 0, "one/conf.py");
    finds(w, "two/main.py", "conf", 0, "two/conf.py");
    finds(w, "tests/test_pkg.py", "conf", 0, NULL);
    finds(w, "tests/test_pkg.py", "pkg.core", 0, "src/pkg/core.py");
    finds(w, "app/views.py", "logging", 0, NULL);
    finds(w, "app/views.py", "util", 0, "app/util.py");
    finds(w, "app/views.py", "deep.ns.mod", 0, "deep/ns/mod.py");
    finds(w, "app/views.py", "", 0, NULL);
}

static void follows_names(void **state)
{
    World *w = *state;
    defined(w, "app/__init__.py", "home", "app/views.py", BIND_FUNC);
    assert_true(names(w, "app/__init__.py", "util").whole);
    assert_true(names(w, "app/__init__.py", "star").whole);
    assert_true(names(w, "app/views.py", "tool").whole);
    defined(w, "tests/test_pkg.py", "Core", "src/pkg/core.py", BIND_CLASS);
    defined(w, "app/star.py", "pub", "app/util.py", BIND_FUNC);
    defined(w, "app/star.py", "also", "app/util.py", BIND_VALUE);
    defined(w, "app/cycle_a.py", "real", "app/cycle_b.py", BIND_FUNC);
    defined(w, "app/selfish.py", "C", "app/selfish.py", BIND_CLASS);
    assert_false(names(w, "app/cycle_a.py", "thing").found);
    assert_false(names(w, "app/selfish.py", "selfish").found);
    assert_false(names(w, "app/views.py", "nothing").found);
    assert_false(names(w, "src/pkg/__init__.py", "_private").found);
}

static void names_of_libraries(void **state)
{
    World *w = *state;
    outside(w, "app/views.py", "logging", "logging");
    outside(w, "app/views.py", "p", "os.path");
    outside(w, "app/views.py", "os", "os");
    outside(w, "app/views.py", "requests", "requests");
    outside(w, "app/views.py", "json", "cjson");
    outside(w, "app/star.py", "hidden", "os.path.hidden");
    assert_true(names(w, "app/star.py", "join").star);
    assert_false(names(w, "app/star.py", "open").found);
}

static void binds_in_every_form(void **state)
{
    World *w = *state;
    static const char *const all[] = {"a", "b", "c", "g", "h", "late"};
    for (Size i = 0; i < countof(all); i++)
        defined(w, "app/views.py", all[i], "app/views.py", BIND_VALUE);
    assert_false(names(w, "app/views.py", "e").found);
    const ModuleIndex *m = project_module(w->p, at(w, "app/views.py"));
    assert_true(has_word(m, name_find(project_names(w->p), S("ImportError"))));
    assert_false(has_word(m, name_find(project_names(w->p), S("hidden"))));
}

static void moves_between_names(void **state)
{
    World *w = *state;
    Arena *a = &w->pool.arena;
    Names own = {.keep = a}, other = {.keep = a};
    name_add(&other, S("zzz"));
    name_add(&other, S("b"));
    Tree *t =
        py_parse(S("import a.b as c\nfrom . import d as b\ndef e(): pass\n"), (PyOptions){0}, a);
    ModuleIndex *m = sema_index(sema_lower(S("m.py"), S("m"), t, SEMA_SKELETON, a, w->scratch.arena), &own,
                                a, a, w->scratch.arena);
    sema_index_move(m, &own, &other, NULL);
    assert_true(str_eq(name_str(&other, m->binds[0].target), S("a.b")));
    assert_true(str_eq(name_str(&other, m->binds[1].target), S(".")));
    for (Size i = 1; i < m->nbinds; i++)
        assert_true(m->binds[m->by_name[i - 1]].name <= m->binds[m->by_name[i]].name);
    assert_true(has_word(m, name_find(&other, S("e"))));
}

static bool has_init(void *self, Str path)
{
    (void)self;
    return str_eq(path, S("r/src/pkg/__init__.py")) ||
           str_eq(path, S("r/src/pkg/sub/__init__.py")) || str_eq(path, S("__init__.py"));
}

static void named(void **state, const char *path, const char *root, const char *want, bool package,
                  bool test)
{
    World *w = *state;
    ModuleId id = sema_module_id(str_of(path), str_of(root), has_init, NULL, &w->pool.arena);
    if (!str_eq(id.name, str_of(want))) fail_msg("%s: %.*s", path, STR_ARG(id.name));
    assert_int_equal(id.is_package, package);
    assert_int_equal(id.is_test, test);
}

static void names_files(void **state)
{
    named(state, "r/src/pkg/sub/m.py", "r", "pkg.sub.m", false, false);
    named(state, "r/src/pkg/__init__.py", "r", "pkg", true, false);
    named(state, "r/app/views.py", "r", "app.views", false, false);
    named(state, "r/my-app/views.py", "r", "views", false, false);
    named(state, "r/tests/test_a.py", "r", "tests.test_a", false, true);
    named(state, "r/tests/helper.py", "r/tests", "helper", false, true);
    named(state, "/a/tests/r/helper.py", "/a/tests/r", "helper", false, false);
    named(state, "/a/tests/helper.py", "/a/tests", "helper", false, true);
    named(state, "/a/tests/r/b/helper.py", "/a/tests/r", "b.helper", false, false);
    named(state, "./a/b.py", ".", "a.b", false, false);
    named(state, "solo.py", "", "solo", false, false);
}

static void knows_python(void **state)
{
    (void)state;
    assert_true(sema_is_stdlib(S("os")) && sema_is_stdlib(S("zoneinfo")) &&
                sema_is_stdlib(S("abc")));
    assert_false(sema_is_stdlib(S("requests")) || sema_is_stdlib(S("o")) || sema_is_stdlib(S("")));
    assert_true(sema_is_stdlib(S("__future__")) && sema_is_stdlib(S("_thread")) && sema_is_stdlib(S("cProfile")) &&
                sema_is_stdlib(S("zlib")) && !sema_is_stdlib(S("zz")) && !sema_is_stdlib(S("A")));
    assert_true(sema_is_builtin(S("open")) && sema_is_builtin(S("__import__")) &&
                sema_is_builtin(S("ArithmeticError")) && sema_is_builtin(S("zip")));
    assert_false(sema_is_builtin(S("pen")) || sema_is_builtin(S("open print")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_by_place),      cmocka_unit_test(follows_names),
        cmocka_unit_test(names_of_libraries),  cmocka_unit_test(binds_in_every_form),
        cmocka_unit_test(moves_between_names), cmocka_unit_test(names_files),
        cmocka_unit_test(knows_python),
    };
    return cmocka_run_group_tests(tests, build, drop);
}
