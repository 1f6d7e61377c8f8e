// unit/house: the readers and matchers of conf/, scan/ and report/ that face outside text.
// SPDX-License-Identifier: MIT
#include "conf/conf.h"
#include "conf/toml.h"
#include "report/linehash.h"
#include "report/report_int.h"
#include "scan/scan_int.h"
#include <cmocka.h>

static Pool pool;

static int open_pool(void **state)
{
    (void)state;
    return pool_open(&pool, (Size)1 << 30) ? 0 : -1;
}

static int close_pool(void **state)
{
    (void)state;
    pool_close(&pool);
    return 0;
}

static void same(Str got, const char *want) { assert_string_equal(str_z(&pool.arena, got), want); }

// ---- TOML

static Str leaf_text(const TomlLeaf *l)
{
    Buf b = {.keep = &pool.arena};
    for (Size i = 0; i < l->npath; i++) buf_fmt(&b, "%s%.*s", i ? "/" : "", STR_ARG(l->path[i]));
    buf_fmt(&b, "=%.*s", STR_ARG(l->text));
    for (Size i = 0; i < l->nitems; i++) buf_fmt(&b, "[%.*s]", STR_ARG(l->items[i].text));
    return buf_str(&b);
}

static void toml_is(const char *text, const char *want)
{
    TomlLeaves leaves = {0};
    Buf b = {.keep = &pool.arena};
    Err e = toml_read(str_of(text), &pool.arena, &leaves);
    for (Size i = 0; i < leaves.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(leaf_text(&leaves.v[i])));
    if (e.kind) buf_fmt(&b, "%s! %.*s", b.n ? " " : "", STR_ARG(e.what));
    same(buf_str(&b), want);
}

static void toml_values(void **state)
{
    (void)state;
    toml_is("", "");
    toml_is("a = 1\nb = \"x\\ty\\u00e9\"\n", "a=1 b=x\ty\xc3\xa9");
    toml_is("a.\"b c\".d = 'raw\\n'", "a/b c/d=raw\\n");
    toml_is("[t]\na = [1, 'x', # c\n  true,\n]\r\n[t.u]\nb=-1_000", "t/a=[1][x][true] t/u/b=-1000");
    toml_is("[[x]]\na=1\n[[x]]\na=2", "x/0/a=1 x/1/a=2");
    toml_is("p = {a = 1, b = {c = 'd'}}", "p/a=1 p/b/c=d");
    toml_is("s = \"\"\"\none\\\n   two\"\"\"\nt = '''q\"'''", "s=onetwo t=q\"");
    toml_is("d = 1979-05-27\nf = 3.5e2\nh = 0x1F\n", "d=1979-05-27 f=3.5e2 h=0x1F");
    toml_is("\xef\xbb\xbf# only a comment", "");
}

static void toml_faults(void **state)
{
    (void)state;
    toml_is("a = 1\na = 2", "a=1 ! line 2: the key is given twice");
    toml_is("[t]\n[t]", "! line 2: the table is given twice");
    toml_is("a = \"x", "! line 1: a string is not closed");
    toml_is("a = [1, 2", "! line 1: a comma or ] was expected in an array");
    toml_is("a = [1 2]", "! line 1: a comma or ] was expected in an array");
    toml_is("a 1", "! line 1: an = was expected after a key");
    toml_is("a = 1 2", "a=1 ! line 1: something stands after the value");
    toml_is("a = \"\\q\"", "! line 1: no such escape in a string");
    toml_is("a = \"\\ud800\"", "! line 1: the escape is no Unicode character");
    toml_is("a = yes", "! line 1: a value was expected; does a text lack its quotes?");
    toml_is("= 1", "! line 1: a key was expected");
}

static void toml_depth(void **state)
{
    (void)state;
    Buf deep = {.keep = &pool.arena};
    TomlLeaves leaves = {0};
    buf_add(&deep, S("a = "));
    for (int i = 0; i < 100000; i++) buf_char(&deep, '[');
    assert_int_equal(toml_read(buf_str(&deep), &pool.arena, &leaves).kind, ERR_CONFIG);
}

// ---- globs and .gitignore

static void globs(void **state)
{
    (void)state;
    static const struct { const char *pattern, *path; bool yes;
    } cases[] = {
        {"*.py", "a.py", true},
        {"*.py", "d/a.py", false},
        {"**/*.py", "d/e/a.py", true},
        {"**/*.py", "a.py", true},
        {"a/**", "a/b/c", true},
        {"a/**", "a", false},
        {"a/**/z", "a/z", true},
        {"a/**/z", "a/b/c/z", true},
        {"a/*/z", "a/b/c/z", false},
        {"?.py", "ab.py", false},
        {"[a-c]x", "bx", true},
        {"[!a]x", "ax", false},
        {"[]x]", "]", true},
        {"\\*", "*", true},
        {"\\*", "x", false},
        {"", "", true},
        {"*", "", true},
        {"**", "a/b", true},
        {"a*b*c", "axxbyyc", true},
        {"a*b*c", "axxbyy", false},
        {"[", "[", true},
    };
    for (Size i = 0; i < countof(cases); i++)
        if (glob_match(str_of(cases[i].pattern), str_of(cases[i].path)) != cases[i].yes)
            fail_msg("%s on %s", cases[i].pattern, cases[i].path);
}

static void globs_are_fast(void **state)
{
    (void)state;
    Buf path = {.keep = &pool.arena};
    for (int i = 0; i < 4000; i++) buf_char(&path, 'a');
    assert_false(glob_match(S("*a*a*a*a*a*a*a*a*b"), buf_str(&path)));
}

static void covers(void **state)
{
    (void)state;
    assert_true(glob_covers(S("tests"), S("tests/a.py")));
    assert_true(glob_covers(S("tests"), S("src/tests/a.py")));
    assert_true(glob_covers(S("tests/*"), S("src/tests/deep/a.py")));
    assert_true(glob_covers(S("./src/"), S("src/a.py")));
    assert_false(glob_covers(S("test"), S("tests/a.py")));
    assert_false(glob_covers(S("src/b"), S("src/a.py")));
}

static bool hides(const char *text, const char *path, bool folder)
{
    return ignore_hides(ignore_read(S("/r"), str_of(text), NULL, &pool.arena), str_of(path),
                        folder);
}

static void gitignore(void **state)
{
    (void)state;
    assert_true(hides("*.log", "/r/a/b.log", false));
    assert_true(hides("/a.log", "/r/a.log", false));
    assert_false(hides("/a.log", "/r/x/a.log", false));
    assert_true(hides("build/", "/r/x/build", true));
    assert_false(hides("build/", "/r/x/build", false));
    assert_false(hides("*.log\n!keep.log", "/r/keep.log", false));
    assert_true(hides("!x\nx", "/r/x", false));
    assert_false(hides("# x\n\nx y", "/r/x", false));
    assert_true(hides("x\\ ", "/r/x ", false));
    assert_true(hides("a/b", "/r/a/b", true));
    assert_false(hides("a/b", "/r/c/a/b", true));
    assert_false(hides("*", "/elsewhere/a", false));
}

// ---- words

static void nearest(void **state)
{
    (void)state;
    static const Str words[] = {L("scan"), L("fix"), L("generate"), L("rules"), L("runs")};
    same(conf_nearest(S("scna"), words, countof(words), pool.arena), "scan");
    same(conf_nearest(S("gen"), words, countof(words), pool.arena), "generate");
    same(conf_nearest(S("rule"), words, countof(words), pool.arena), "rules");
    same(conf_nearest(S("xyzzy"), words, countof(words), pool.arena), "");
    same(conf_nearest(S(""), words, countof(words), pool.arena), "");
}

static Str cleaned(Str s)
{
    Buf b = {.keep = &pool.arena};
    report_clean(&b, s);
    return buf_str(&b);
}

static void clean(void **state)
{
    (void)state;
    same(cleaned(S("a\tb \xc3\xa9")), "a\tb \xc3\xa9");
    same(cleaned(S("\x1b[2J\n\x7f")), "\\x1b[2J\\x0a\\x7f");
    same(cleaned(S("\xe2\x80\xae\xc2\x9b\xff")), "\\u202e\\x9b\\xff");
    same(cleaned(S("\xc0\xaf\xed\xa0\x80")), "\\xc0\\xaf\\xed\\xa0\\x80");
}

static void columns(void **state)
{
    (void)state;
    Str line = S("\xf0\x9f\x98\x80\xc3\xa9x");
    assert_int_equal(column_chars(line, 6), 2);
    assert_int_equal(column_utf16(line, 6), 3);
    assert_int_equal(column_utf16(line, 9), 6);                // past the end: counted on
}

// The published algorithm's answer for an empty file.
static void line_hash(void **state)
{
    (void)state;
    LineHashes h = line_hashes(S(""), &pool.arena);
    assert_int_equal(h.n, 1);
    same(h.v[0], "c129715d7a2bc9a3:1");
    h = line_hashes(S("x = 1\nx = 1\n"), &pool.arena);
    assert_int_equal(h.n, 3);
}

static void families(void **state)
{
    (void)state;
    Str why = admit_bytes(S("\x7f" "ELF\0\0"));
    same(why, "is binary");
    same(admit_bytes(S("x = 1\n")), "");
    assert_true(looks_generated(S("a_pb2.py"), S("")));
    assert_false(looks_generated(S("a.py"), S("x = '@generated'\n")));
}

// Names that differ in a digit lie apart in a table that is at most half full, wherever the digit stands.
static void keys_spread(void **state)
{
    (void)state;
    enum { SLOTS = 1 << 17, KEYS = 50000 };
    static const char *const forms[] = {"k%d", "%d", "name_of_key_%d", "a.b%d.c", "%d_of_many_more", "x%05dy"};
    for (Size f = 0; f < countof(forms); f++) {
        Arena scratch = pool.arena;
        uint8_t *used = new(&scratch, uint8_t, SLOTS);
        int64_t steps = 0;
        for (int i = 0; i < KEYS; i++) {
            Arena text = scratch;
            Size at = (Size)(str_key(str_fmt(&text, forms[f], i)) & (SLOTS - 1));
            for (; used[at]; at = (at + 1) & (SLOTS - 1)) steps++;
            used[at] = 1;
        }
        assert_in_range(steps, 0, 2 * KEYS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toml_values),    cmocka_unit_test(toml_faults),
        cmocka_unit_test(toml_depth),     cmocka_unit_test(globs),
        cmocka_unit_test(globs_are_fast), cmocka_unit_test(covers),
        cmocka_unit_test(gitignore),      cmocka_unit_test(nearest),
        cmocka_unit_test(clean),          cmocka_unit_test(columns),
        cmocka_unit_test(line_hash),      cmocka_unit_test(families),
        cmocka_unit_test(keys_spread),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
