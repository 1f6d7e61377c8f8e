// Unit tests of fact/: what patterns let through, how long they may take, which names and texts are
// secrets, the fields of formats.
// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "fact/format.h"
#include "fact/regex.h"
#include "fact/secret.h"

static Pool pool;
static Regex *re(const char *p) { return regex_read(str_of(p), 0, &pool.arena); }
static RegexCost cost(const char *p, RegexUse use)
{
    return regex_slow(re(p), use, true, pool.arena).cost;
}

static int degree(const char *p, RegexUse use)
{
    return regex_slow(re(p), use, true, pool.arena).degree;
}

static void test_cost(void **state)
{
    (void)state;
    static const char *const slow[] = {"(a+)+$", "^(\\w+\\s?)*$", "(a|aa)+b", "(\\d{1,3})+$",
                                       "^(a{0,3})+$"};
    static const char *const fast[] = {"^\\w+(\\s\\w+)*$", "([a-z]+\\.)+[a-z]+$",
                                       "([\\w%-]{2,63}\\.)+$", "^(?:[-._](?:(?!_)\\w)+)*$",
                                       "^([ab]?){5}c"};
    static const char *const words[] = {"^x(\\[([1-9]\\d*\\b)*\\])*$", "^(\\w+\\b)*$"};
    for (Size i = 0; i < countof(words); i++)
        assert_int_not_equal(cost(words[i], REGEX_FULL), REGEX_EXPONENTIAL);
    assert_int_equal(cost("^x(\\[([1-9]\\d*)*\\])*$", REGEX_FULL), REGEX_EXPONENTIAL);
    assert_int_equal(cost("^([\\w.]+\\b)*$", REGEX_FULL), REGEX_EXPONENTIAL);
    for (Size i = 0; i < countof(slow); i++)
        assert_int_equal(cost(slow[i], REGEX_FULL), REGEX_EXPONENTIAL);
    // how the time of Python's own re grows
    static const struct { const char *pattern; RegexUse use; int degree; } powers[] = {
        {"[a-z]+\\d+x", REGEX_MATCH, 1}, {"\\s*(\\d+)\\s*(\\S+) (.*)", REGEX_MATCH, 2},
        {"\\s*\\t+\\s*(\\S)", REGEX_MATCH, 3}, {"\\s*\\t+\\s*(\\S)", REGEX_SEARCH, 4},
        {"\\s+$", REGEX_SEARCH, 2},         {"(.+?)-(.+?)-(.+?)-(.+?)\\.whl$", REGEX_MATCH, 4},
        {"a+xb+c", REGEX_SEARCH, 2},          {"(['\"])(.*?)\\1\\s*(in|not in)", REGEX_FULL, 2},
    };
    for (Size i = 0; i < countof(powers); i++)
        assert_int_equal(degree(powers[i].pattern, powers[i].use), powers[i].degree);
    for (Size i = 0; i < countof(fast); i++)
        assert_int_equal(cost(fast[i], REGEX_FULL), REGEX_LINEAR);
    assert_int_equal(cost("\\s+$", REGEX_SEARCH), REGEX_POLYNOMIAL);
}

static void test_passes(void **state)
{
    (void)state;
    assert_false(regex_passes_any(re("^[a-z]+$"), REGEX_MATCH, S("';"), pool.arena));
    assert_true(regex_passes_end(re("^[a-z]+$"), REGEX_MATCH, S("\n"), pool.arena));
    assert_false(regex_passes_end(re("[a-z]+\\Z"), REGEX_MATCH, S("\n"), pool.arena));
    assert_true(regex_passes_with(re("[a-z]+"), REGEX_MATCH, S("; rm"), pool.arena));
    assert_true(regex_passes_with(re("[\\w.]+"), REGEX_FULL, S(".."), pool.arena));
    assert_false(regex_passes_with(re("^(?!.*\\.\\.)[\\w./]+$"), REGEX_FULL, S(".."), pool.arena));
    assert_true(regex_passes_empty(re("a*"), REGEX_FULL, pool.arena));
    assert_null(re("(a"));
}

static void test_host(void **state)
{
    (void)state;
    assert_true(regex_pins_host(re("^https://[a-z]+\\.example\\.com/"), REGEX_MATCH, pool.arena));
    assert_false(regex_pins_host(re("^https://pay.example.com/"), REGEX_MATCH, pool.arena));
    assert_false(regex_pins_host(re("^https://cdn\\.example\\.com"), REGEX_MATCH, pool.arena));
    assert_true(regex_pins_host(re("^/[a-z]+$"), REGEX_MATCH, pool.arena));
}

static void test_secrets(void **state)
{
    (void)state;
    Str password;
    assert_int_equal(secret_name(S("dbPassword")), NAME_PASSWORD);
    assert_int_equal(secret_name(S("API_KEY")), NAME_SECRET);
    assert_int_equal(secret_name(S("next_token")), NAME_PLAIN);
    assert_int_equal(secret_name(S("password_field")), NAME_PLAIN);
    assert_int_equal(secret_value(S("your_api_key")), VALUE_PLACEHOLDER);
    assert_int_equal(secret_value(S("9f8c2e71ab04d7f3c655")), VALUE_LIKELY);
    assert_true(secret_in_url(S("postgres://shop:t4Ng3rine!x@db/shop"), &password));
    assert_false(secret_in_url(S("postgres://user:password@db/shop"), &password));
}

// What of a text is read as fields: its name, ":" and spec, "!" and how, "=" and type; "." of a doubled
// sign, "-" of a broken one.
static const char *fields(bool (*next)(Str, Size, FormatField *), const char *text)
{
    Buf b = {.keep = &pool.arena};
    FormatField f;
    for (Size at = 0; next(str_of(text), at, &f); at = f.end) {
        assert_true(f.beg >= at && f.end > f.beg);
        if (f.doubled) buf_char(&b, '.');
        else if (f.broken) buf_char(&b, '-');
        else
            buf_fmt(&b, "[%.*s:%.*s!%c=%c]", STR_ARG(f.name), STR_ARG(f.spec), f.how ? f.how : ' ',
                    f.type ? f.type : ' ');
    }
    return str_z(&pool.arena, buf_str(&b));
}

static void test_formats(void **state)
{
    (void)state;
    FormatField f;
    assert_string_equal(fields(format_percent, "a %s %5.1f %% %(n)r"), "[:! =s][:5.1! =f].[n:! =r]");
    assert_string_equal(fields(format_percent, "%5% %ld %*d"), ".[:l! =d][:*! =d]");
    assert_string_equal(fields(format_percent, "50%"), "-");
    assert_string_equal(fields(format_percent, "%(n"), "-");
    assert_string_equal(fields(format_percent, "a % {}"), "-");
    assert_string_equal(fields(format_braces, "{} {{x}} {a.b[c]!r:>{w}} {:5d}"),
                        "[:! = ]..[a.b[c]:>{w}!r= ][:5d! =d]");
    assert_string_equal(fields(format_braces, "a } {}"), "-");
    assert_string_equal(fields(format_braces, "{"), "-");
    assert_true(format_percent_nth(S("%% %s %r"), 1, &f) && f.type == 'r');
    assert_false(format_percent_nth(S("%s %r"), 2, &f));
    assert_false(format_percent_nth(S("%(a)s %r"), 0, &f));
    assert_false(format_percent_nth(S("%*d %r"), 1, &f));
    assert_true(format_braces_nth(S("{{ {} {!r}"), 1, &f) && f.how == 'r');
    assert_false(format_braces_nth(S("{} {0}"), 1, &f));
    assert_false(format_braces_nth(S("{:{}} {}"), 1, &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cost), cmocka_unit_test(test_passes),
                                       cmocka_unit_test(test_host), cmocka_unit_test(test_secrets),
                                       cmocka_unit_test(test_formats)};
    if (!pool_open(&pool, (Size)1 << 30)) return 2;
    return cmocka_run_group_tests_name("fact", tests, NULL, NULL);
}
