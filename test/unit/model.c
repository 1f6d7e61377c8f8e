// The loader of *.model texts: what is read, what is refused and in which words, and the lookups.
// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "model/words.h"

static Pool pool;

static int open_pool(void **state)
{
    (void)state;
    return pool_open(&pool, 256 << 20) ? 0 : -1;
}

static int close_pool(void **state)
{
    (void)state;
    pool_close(&pool);
    return 0;
}

static Models *read_ok(const char *text)
{
    Models *m = models_new(&pool.arena);
    Err err = models_read(m, S("t.model"), str_of(text), &pool.arena);
    if (err.kind) fail_msg("%.*s", STR_ARG(err.what));
    return m;
}

static void refused(const char *text, const char *sentence)
{
    Models *m = models_new(&pool.arena);
    Err err = models_read(m, S("t.model"), str_of(text), &pool.arena);
    assert_int_equal(err.kind, ERR_CONFIG);
    assert_string_equal(str_z(&pool.arena, err.what), sentence);
    assert_null(models_find(m, S("a.ok")));          // nothing of a bad text is kept
}

#define same(str, text) assert_string_equal(str_z(&pool.arena, str), text)

static void reads_a_sink(void **state)
{
    (void)state;
    Models *m = read_ok("# words\nsink  a.B.run(0|sql,2)   sql shell   if echo=True  # more\n");
    const ModelLine *l = models_find(m, S("a.B.run"));
    assert_non_null(l);
    assert_int_equal(l->kind, M_SINK);
    assert_true(l->on_call);
    assert_int_equal(l->arg, 0);
    same(l->keyword, "sql");
    assert_true(l->kinds == (KIND(SQL) | KIND(SHELL)));
    assert_int_equal(l->nconds, 1);
    assert_int_equal(l->conds[0].kind, COND_IS);
    assert_int_equal(l->conds[0].arg, MODEL_NONE);
    same(l->conds[0].keyword, "echo");
    assert_int_equal(l->line, 2);
    assert_non_null(l->next);
    assert_int_equal(l->next->arg, 2);
    assert_null(l->next->next);
    assert_true(models_knows_root(m, S("a")));
    assert_false(models_knows_root(m, S("B")));
}

static void fills_in_kinds(void **state)
{
    (void)state;
    Models *m =
        read_ok("source a.remote remote\nsource a.n() remote number\nsource a.p remote path\n"
                "source a.s() secret\nclean a.c() text -html\n");
    assert_true(models_find(m, S("a.remote"))->kinds == (KIND(REMOTE) | KINDS_TEXT));
    assert_true(models_find(m, S("a.n"))->kinds == (KIND(REMOTE) | KIND(NUMBER)));
    assert_true(models_find(m, S("a.p"))->kinds == (KIND(REMOTE) | KIND(PATH)));
    assert_true(models_find(m, S("a.s"))->kinds & KIND(SECRET));
    assert_false(models_find(m, S("a.s"))->kinds & KIND(SQL));
    assert_true(models_find(m, S("a.c"))->kinds == (KINDS_TEXT & ~KIND(HTML)));
}

static void follows_aliases_and_bases(void **state)
{
    (void)state;
    Models *m = read_ok(
        "sink a.b.run(0) shell\nalias x.y a.b\nalias z x\n"
        "class a.Base\ntype a.Base.get() a.Item\nclass a.Sub a.Base\nclass a.Loop a.Loop\n"
        "sink open(0) path\ntype a.many() list[a.Item]\ntype a.two() tuple[a.Sub,list[a.Item]]\n");
    assert_int_equal(models_find(m, S("z.y.run"))->kind, M_SINK);
    same(models_name(m, models_id(m, S("z.y.run"))), "a.b.run");
    assert_non_null(models_find(m, S("builtins.open")));
    assert_int_equal(models_member(m, S("a.Sub"), S("get"))->kind, M_TYPE);
    assert_null(models_member(m, S("a.Loop"), S("get")));
    ModelId sub = models_id(m, S("a.Sub")), base = models_id(m, S("a.Base"));
    assert_true(models_is_a(m, sub, base));
    assert_false(models_is_a(m, base, sub));
    assert_true(models_is_class(m, sub));
    ModelId many = models_target(m, models_find(m, S("a.many")));
    same(models_find(m, S("list[a.Item].__iter__"))->name, "a.Item");
    assert_true(models_is_a(m, many, models_id(m, S("list"))));
    ModelId two = models_target(m, models_find(m, S("a.two")));
    same(models_lines(m, models_member_id(m, two, S("1")))->name, "list[a.Item]");
    assert_int_equal(models_id(m, S("a.nothing.here")), 0);
    assert_int_equal(models_id(m, S("")), 0);
}

static void paths_below_a_class(void **state)
{
    (void)state;
    Models *m = read_ok("class a.C\nsource a.C.chat.x.create() remote\n");
    ModelId chat = models_target(m, models_member(m, S("a.C"), S("chat")));
    same(models_name(m, chat), "a.C.chat");
    ModelId x = models_target(m, models_lines(m, models_member_id(m, chat, S("x"))));
    assert_int_equal(models_lines(m, models_member_id(m, x, S("create")))->kind, M_SOURCE);
}

static void braces_stand_for_names(void **state)
{
    (void)state;
    Models *m = read_ok("source {a,b}.{c,d}.e remote\n");
    assert_non_null(models_find(m, S("a.d.e")));
    assert_non_null(models_find(m, S("b.c.e")));
    assert_null(models_find(m, S("a.e")));
}

static void reads_entries(void **state)
{
    (void)state;
    Models *m = read_ok("entry a.path(1|view) argument remote with a.Request * returns html\n"
                        "entry a.View base remote methods get post\n"
                        "calls map(0) with 1 each returns\nstore a.C.set(2) keys 2\n");
    const ModelLine *l = models_find(m, S("a.path"));
    same(l->name, "argument");
    assert_int_equal(l->nwith, 2);
    same(l->with[0], "a.Request");
    assert_true(l->returns == KIND(HTML));
    assert_true(models_has_tag(models_find(m, S("a.View")), S("post")));
    assert_int_equal(models_find(m, S("map"))->to, 1);
    assert_true(models_has_tag(models_find(m, S("map")), S("returns")));
    assert_int_equal(models_find(m, S("a.C.set"))->to, 2);
}

static bool holds(const char *cond, CondFact fact)
{
    Models *m = read_ok(str_z(&pool.arena, str_fmt(&pool.arena, "mark a.f() word %s\n", cond)));
    return models_cond(&models_find(m, S("a.f"))->conds[0], &fact);
}

static void decides_conditions(void **state)
{
    (void)state;
    CondFact absent = {0}, unknown = {.present = true};
    CondFact yes = {.present = true, .constant = true, .text = L("True")};
    CondFact safe = {.present = true, .name = L("yaml.SafeLoader")};
    CondFact number = {.present = true, .constant = true, .text = L("511")};
    CondFact url = {.present = true, .prefix = L("http://x/")};
    assert_true(holds("if shell=True", yes));
    assert_false(holds("if shell=True", absent));
    assert_false(holds("if shell=True", unknown));
    assert_true(holds("if shell=True?", unknown));
    assert_false(holds("unless shell=True", yes));
    assert_true(holds("unless shell=True", absent));
    assert_false(holds("unless shell=True", unknown));
    assert_false(holds("unless 1|Loader=yaml.SafeLoader,yaml.CSafeLoader", safe));
    safe.name = S("CSafeLoader");
    assert_false(holds("unless 1|Loader=yaml.SafeLoader,yaml.CSafeLoader", safe));
    safe.name = S("yaml.Loader");
    assert_true(holds("unless 1|Loader=yaml.SafeLoader,yaml.CSafeLoader", safe));
    assert_true(holds("if 1|mode&0o002", number));
    assert_true(holds("if 0<2048", number));
    assert_false(holds("unless 0<2048", number));
    assert_true(holds("if 0~\"HTTP:*\"", url));
    assert_false(holds("if 0~https:*", url));
    assert_true(holds("if timeout absent", absent));
    assert_true(holds("unless timeout absent", yes));
    assert_true(holds("unless 0 const", unknown));
}

static bool fits(const char *clause, const char *requires)
{
    Models *m = read_ok(str_z(&pool.arena, str_fmt(&pool.arena, "mark a.f() word %s\n", clause)));
    return models_in_versions(models_find(m, S("a.f")), str_of(requires));
}

static void judges_versions(void **state)
{
    (void)state;
    assert_true(fits("until lxml 5.0", ""));
    assert_true(fits("until lxml 5.0", "lxml>=4.9.1 python>=3.9"));
    assert_false(fits("until lxml 5.0", "python>=3.9 lxml==5.0"));
    assert_false(fits("until lxml 5.0", "LXML>=5.1.2"));
    assert_true(fits("since python 3.14", "python>=3.14"));
    assert_false(fits("since python 3.14", "python>=3.9"));
    assert_false(fits("since python 3.14", ""));
    assert_true(fits("since my-lib 2 until my-lib 3", "My_Lib~=2.4"));
}

static void says_what_is_wrong(void **state)
{
    (void)state;
    refused("sink a.ok(0) sql\nsnik b(0) sql",
            "t.model:2: unknown word 'snik'; did you mean 'sink'?");
    refused("sink a.ok(0) sequel",
            "t.model:1: unknown kind 'sequel'; doc/model.md lists the kinds");
    refused("source a.ok() remote -redirect",
            "t.model:1: '-redirect' takes away what nothing before it gives; write 'text "
            "-redirect'");
    refused("sink a.ok(0) shel", "t.model:1: unknown kind 'shel'; did you mean 'shell'?");
    refused("sink a.ok() sql",
            "t.model:1: 'sink' needs an argument: write (0), (0|name), (name), (self) or (*)");
    refused("guard a.ok html", "t.model:1: 'guard' is said of a call: write a.ok()");
    refused("type a.ok()", "t.model:1: 'type' needs a word after the name");
    refused("type a..ok() b", "t.model:1: 'a..ok' is not a dotted name");
    refused("sink a.ok(0 sql", "t.model:1: 'a.ok(0' opens a bracket that is not closed");
    refused("mark a.ok() w if", "t.model:1: a condition is missing after 'if'");
    refused("mark a.ok() w since lxml new",
            "t.model:1: 'new' is not a version; write 'since lxml 1.2'");
    refused("entry a.ok() handler", "t.model:1: an entry is a decorator, argument, base or named, "
            "not 'handler'");
    refused("pass {a.ok(0)", "t.model:1: '{a.ok' opens a brace that is not closed");
    refused("source a.ok remote if \"x", "t.model:1: a quotation mark is not closed");
    refused("block", "t.model:1: 'block' needs a dotted name");
}

// Does the word have a use that counts in a file that imports this and holds that word?
static WordUse counted(const ModelWords *w, const char *text, const char *import, const char *holds)
{
    const ModelWord *word = models_word(w, str_of(text)), *held = models_word(w, str_of(holds));
    WordsSaid said = models_said(w, &pool.arena);
    WordUse all = {0};
    said_import(w, &said, str_of(import));
    if (held) said_word(&said, held);
    for (Size i = 0; word && i < word->n; i++) {
        const WordUse *use = &word->v[i];
        if (word_counts(w, word, use, &said)) use_join(&all, use);
    }
    return all;
}

static void tells_words(void **state)
{
    (void)state;
    Models *m = read_ok("sink a.run(0) shell\nsource web.Request.get() remote\nsource web.Request.get_all() remote\n"
                        "type web.ask() web.Request\nalias quiet web\nclass web.Sub web.Request\n"
                        "mark b.Hash.digest() weak\ntype c.made() b.Hash\nsink web.Store.__setitem__(1) sql\n"
                        "type web.store web.Store\nentry web.Base base remote methods do_* on_get_* handle\n"
                        "entry web.Layer base remote methods near forward\n"
                        "entry ?begin named remote\nsink eval(0) code\ntype web.many() list[web.Box]\n"
                        "source web.Box.open() remote\n");
    const ModelWords *w = models_words(m, &pool.arena);
    assert_null(models_word(w, S("a")));
    // of a module: where it is imported
    assert_true(counted(w, "run", "a", "").sink == KIND(SHELL));
    assert_true(!counted(w, "run", "b", "").sink);
    assert_true(counted(w, "eval", "", "").sink == KIND(CODE));
    // a common member: and where something gives such an object, an alias of the library as well as itself
    assert_true(!counted(w, "get", "web", "").source);
    assert_true(counted(w, "get", "web", "ask").source == KIND(REMOTE));
    assert_true(counted(w, "get", "quiet", "ask").source == KIND(REMOTE));
    assert_true(counted(w, "get", "web", "Sub").source == KIND(REMOTE));
    assert_true(!counted(w, "get", "a", "ask").source);
    assert_true(counted(w, "open", "web", "many").source == KIND(REMOTE));
    // a telling one: anywhere; and what a library hands out is imported with it
    assert_true(counted(w, "get_all", "", "").source == KIND(REMOTE));
    assert_true(counted(w, "digest", "c", "made").mark);
    // an operator is said by what gives its object
    assert_true(counted(w, "store", "web", "").sink == KIND(SQL));
    WordsSaid none = models_said(w, &pool.arena), web = models_said(w, &pool.arena);
    said_import(w, &web, S("web"));
    assert_true(models_is_handler(w, S("handle"), &none) && models_is_handler(w, S("do_it"), &none));
    assert_true(models_is_handler(w, S("on_get_all"), &none) && !models_is_handler(w, S("on_all"), &none));
    assert_true(models_is_handler(w, S("forward"), &web) && !models_is_handler(w, S("forward"), &none));
    assert_true(!models_is_handler(w, S("do"), &none) && !models_is_handler(w, S("begin"), &none));
    assert_true(models_is_named(w, S("begin")) && !models_is_named(w, S("handle")));
    WordUse eval = models_word(w, S("eval"))->v[0], run = models_word(w, S("run"))->v[0];
    uint32_t a = models_root(w, S("a")), b = models_root(w, S("b")), unknown = models_root(w, S("unknown"));
    assert_true(word_is_of(w, &eval, b) && word_is_of(w, &run, a) && word_is_of(w, &run, unknown));
    assert_true(!unknown && !word_is_of(w, &run, b));
}

static void builtin_texts_are_sound(void **state)
{
    (void)state;
    Models *m = models_builtin(&pool.arena);
    assert_non_null(models_find(m, S("sqlite3.connect")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_sink),
        cmocka_unit_test(fills_in_kinds),
        cmocka_unit_test(follows_aliases_and_bases),
        cmocka_unit_test(paths_below_a_class),
        cmocka_unit_test(braces_stand_for_names),
        cmocka_unit_test(reads_entries),
        cmocka_unit_test(decides_conditions),
        cmocka_unit_test(judges_versions),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(tells_words),
        cmocka_unit_test(builtin_texts_are_sound),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
